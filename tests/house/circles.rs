//! No circle: neither of modules that stand beside each other, at any level, nor of files.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::known::{KNOWN_FILES, KNOWN_MODULES};
use crate::source::{assert_none, files};
use crate::uses::{Module, Modules, Use, is_at_or_within};

/// Who uses whom, and by which uses.
type Graph<'u> = BTreeMap<Module, BTreeMap<Module, Vec<&'u Use>>>;

fn graph<'u>(edges: impl Iterator<Item = (Module, Module, &'u Use)>) -> Graph<'u> {
    let mut graph = Graph::new();
    for (from, to, by) in edges {
        graph
            .entry(from)
            .or_default()
            .entry(to)
            .or_default()
            .push(by);
    }
    graph
}

/// Files as they use each other.
fn of_files(uses: &BTreeSet<Use>) -> Graph<'_> {
    graph(uses.iter().map(|by| (by.from.clone(), by.to.clone(), by)))
}

/// The modules within one as they use each other, each standing for all that is within it.
fn within<'u>(parent: &str, uses: &'u BTreeSet<Use>) -> Graph<'u> {
    let child = |module: &str| {
        let rest = is_at_or_within(module, parent)
            .then(|| module[parent.len()..].trim_start_matches("::"))?;
        let first = rest.split("::").next().filter(|first| !first.is_empty())?;
        Some(crate::uses::within(parent, first))
    };
    let edges = uses
        .iter()
        .filter_map(|by| Some((child(&by.from)?, child(&by.to)?, by)));
    graph(edges.filter(|(from, to, _)| from != to))
}

/// The shortest way from a module back to itself.
fn shortest_circle(graph: &Graph<'_>, start: &Module) -> Option<Vec<Module>> {
    let mut before: BTreeMap<&Module, &Module> = BTreeMap::new();
    let mut next = VecDeque::from([start]);
    while let Some(module) = next.pop_front() {
        for to in graph.get(module).into_iter().flatten().map(|(to, _)| to) {
            if to == start {
                let back = std::iter::successors(Some(module), |one| before.get(one).copied());
                let mut circle: Vec<Module> = back.cloned().collect();
                circle.reverse();
                return Some(circle);
            }
            if !before.contains_key(to) {
                before.insert(to, module);
                next.push_back(to);
            }
        }
    }
    None
}

/// A circle use by use, with file and line.
fn told(circle: &[Module], graph: &Graph<'_>, modules: &Modules<'_>) -> String {
    let mut text = format!("a circle of {}:", circle.len());
    for (from, to) in circle.iter().zip(circle.iter().cycle().skip(1)) {
        let uses = &graph[from][to];
        let Use {
            from: file,
            to: used,
            line,
        } = uses[0];
        text += &format!(
            "\n  {from} uses {to}: {}:{line} uses {}",
            modules.file(file),
            modules.file(used)
        );
        if uses.len() > 1 {
            text += &format!(", and {} more", uses.len() - 1);
        }
    }
    text
}

/// What is wrong with the circles of a graph: the shortest through each module that is not known to be in one.
fn faults(
    graph: &Graph<'_>,
    modules: &Modules<'_>,
    known: &[&str],
    found: &mut BTreeSet<Module>,
) -> Vec<String> {
    let mut faults = Vec::new();
    let mut told_of = BTreeSet::new();
    for start in graph.keys() {
        let Some(circle) = shortest_circle(graph, start) else {
            continue;
        };
        found.insert(start.clone());
        if !known.contains(&start.as_str()) && !told_of.contains(start) {
            told_of.extend(circle.iter().cloned());
            faults.push(told(&circle, graph, modules));
        }
    }
    faults
}

fn gone(known: &[&str], found: &BTreeSet<Module>, list: &str) -> impl Iterator<Item = String> {
    let gone = known.iter().filter(|one| !found.contains(**one));
    gone.map(move |one| format!("{one} is in no circle any more: take it out of {list}"))
}

fn circles_of_modules(modules: &Modules<'_>, known: &[&str]) -> Vec<String> {
    let uses = modules.uses();
    let parents = uses
        .iter()
        .flat_map(|by| [&by.from, &by.to])
        .flat_map(|module| {
            let ends = module.match_indices("::").map(|(end, _)| end);
            std::iter::once(0)
                .chain(ends)
                .map(|end| module[..end].to_owned())
        });
    let mut found = BTreeSet::new();
    let mut faults: Vec<String> = parents
        .collect::<BTreeSet<Module>>()
        .iter()
        .flat_map(|parent| self::faults(&within(parent, &uses), modules, known, &mut found))
        .collect();
    faults.extend(gone(known, &found, "KNOWN_MODULES"));
    faults
}

fn circles_of_files(modules: &Modules<'_>, known: &[&str]) -> Vec<String> {
    let uses = modules.uses();
    let mut found = BTreeSet::new();
    let mut faults = faults(&of_files(&uses), modules, known, &mut found);
    faults.extend(gone(known, &found, "KNOWN_FILES"));
    faults
}

#[test]
fn no_modules_beside_each_other_use_each_other_in_a_circle() {
    let files = files();
    assert_none(&circles_of_modules(&Modules::of(&files), KNOWN_MODULES));
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let files = files();
    assert_none(&circles_of_files(&Modules::of(&files), KNOWN_FILES));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::File;

    /// `a` and `b` use each other, by files of which none uses another in a circle.
    fn two_houses() -> Vec<File> {
        File::made_up(&[
            ("lib.rs", "mod top;"),
            ("top/mod.rs", "mod a; mod b;"),
            ("top/a/mod.rs", "mod upper; pub mod lower;"),
            ("top/a/upper.rs", "use crate::top::b::help;"),
            ("top/a/lower.rs", "pub struct Low;"),
            (
                "top/b.rs",
                "\nuse super::a::lower::Low;\npub fn help(_: Low) {}",
            ),
        ])
    }

    #[test]
    fn a_circle_of_modules_is_told_use_by_use_at_its_level() {
        let files = two_houses();
        let modules = Modules::of(&files);
        assert!(circles_of_files(&modules, &[]).is_empty());
        assert_eq!(
            circles_of_modules(&modules, &[]),
            [
                "a circle of 2:\n  top::a uses top::b: src/top/a/upper.rs:1 uses src/top/b.rs\n  \
              top::b uses top::a: src/top/b.rs:2 uses src/top/a/lower.rs"
            ]
        );
    }

    #[test]
    fn a_circle_of_files_is_told_where_the_modules_beside_each_other_have_none() {
        let files = File::made_up(&[
            (
                "a/mod.rs",
                "mod b;\npub struct Shared;\nfn f() { b::help() }",
            ),
            ("a/b.rs", "use super::Shared;\npub fn help() {}"),
            ("c.rs", "use crate::a::Shared;"),
        ]);
        let modules = Modules::of(&files);
        assert!(circles_of_modules(&modules, &[]).is_empty());
        assert_eq!(
            circles_of_files(&modules, &[]),
            [
                "a circle of 2:\n  a uses a::b: src/a/mod.rs:3 uses src/a/b.rs\n  a::b uses a: src/a/b.rs:1 uses src/a/mod.rs"
            ]
        );
    }

    #[test]
    fn a_known_circle_is_no_fault_until_it_is_gone() {
        let files = two_houses();
        let modules = Modules::of(&files);
        assert!(circles_of_modules(&modules, &["top::a", "top::b"]).is_empty());
        let found = circles_of_modules(&modules, &["top::a", "top::b", "top::c"]);
        assert_eq!(
            found,
            ["top::c is in no circle any more: take it out of KNOWN_MODULES"]
        );
        assert_eq!(circles_of_modules(&modules, &["top::a"]).len(), 1);
    }

    #[test]
    fn of_a_long_circle_the_shortest_way_around_is_told() {
        let files = File::made_up(&[
            ("a.rs", "use crate::b::B;\nuse crate::c::C;\npub struct A;"),
            ("b.rs", "use crate::c::C;\npub struct B;"),
            ("c.rs", "use crate::a::A;\npub struct C;"),
        ]);
        let found = circles_of_files(&Modules::of(&files), &[]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[0].starts_with("a circle of 2:\n  a uses c: src/a.rs:2 uses src/c.rs"),
            "{}",
            found[0]
        );
        assert!(
            found[1].starts_with("a circle of 3:\n  b uses c"),
            "{}",
            found[1]
        );
    }
}
