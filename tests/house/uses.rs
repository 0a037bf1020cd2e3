//! Which module uses which: each path is followed, through what is exported on the way, to the file that defines what it names.

use std::collections::{BTreeMap, BTreeSet};

use crate::paths::{Place, Written, paths};
use crate::source::File;
use crate::tokens::{Token, tokens, without_tests};

/// A module by its path from the root of the crate, `model::cycle`; the root itself is empty.
pub type Module = String;

/// That one module uses another, and in which line of its file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    pub from: Module,
    pub to: Module,
    pub line: usize,
}

struct Source<'f> {
    path: &'f str,
    written: Vec<Written<'f>>,
    /// The names of the items that are defined here.
    defined: BTreeSet<&'f str>,
}

/// All modules that exist outside of tests.
pub struct Modules<'f>(BTreeMap<Module, Source<'f>>);

impl<'f> Modules<'f> {
    pub fn of(files: &'f [File]) -> Self {
        let mut modules = BTreeMap::new();
        let mut of_tests = Vec::new();
        for file in files {
            let all = tokens(&file.text);
            let (kept, declared) = without_tests(&all);
            let module = file.module_path();
            of_tests.extend(declared.iter().map(|name| within(&module, name)));
            let source = Source {
                path: &file.path,
                written: paths(&kept),
                defined: defined(&kept),
            };
            modules.insert(module, source);
        }
        modules.retain(|module, _| !of_tests.iter().any(|test| is_at_or_within(module, test)));
        Self(modules)
    }

    /// The file of a module.
    pub fn file(&self, module: &str) -> String {
        format!("src/{}", self.0[module].path)
    }

    /// All uses of another module. An export uses nothing: it shows what is elsewhere.
    pub fn uses(&self) -> BTreeSet<Use> {
        let mut uses = BTreeSet::new();
        for (from, source) in &self.0 {
            // What begins with a name of its own was imported or exported before.
            let in_use = |one: &&Written<'_>| match one.place {
                Place::Use => true,
                Place::Code => {
                    let first = one.segments[0];
                    matches!(first, "crate" | "self" | "super")
                        || self.0.contains_key(&within(from, first))
                }
                Place::Export | Place::Visibility => false,
            };
            for written in source.written.iter().filter(in_use) {
                let to = self
                    .absolute(from, &written.segments)
                    .map(|path| self.definer(&path, 0));
                uses.extend(to.filter(|to| to != from).map(|to| Use {
                    from: from.clone(),
                    to,
                    line: written.line,
                }));
            }
        }
        uses
    }

    /// A path from the root of the crate, if what is written in a module leads anywhere in the crate.
    fn absolute(&self, module: &str, segments: &[&str]) -> Option<Vec<String>> {
        let (first, rest) = segments.split_first()?;
        let mut base: Vec<&str> = module.split("::").filter(|part| !part.is_empty()).collect();
        let mut rest = rest;
        match *first {
            "crate" | "cyclecast" => base.clear(),
            "self" => {}
            "super" => {
                base.pop();
                while let Some(("super", further)) =
                    rest.split_first().map(|(one, further)| (*one, further))
                {
                    base.pop();
                    rest = further;
                }
            }
            name if self.0.contains_key(&within(module, name)) => base.push(name),
            name => {
                let exported = self.exported(module, name)?;
                let whole: Vec<&str> = exported.segments.iter().chain(rest).copied().collect();
                return (exported.segments[0] != name).then(|| self.absolute(module, &whole))?;
            }
        }
        Some(
            base.iter()
                .chain(rest)
                .map(|part| (*part).to_owned())
                .collect(),
        )
    }

    fn exported(&self, module: &str, name: &str) -> Option<&Written<'f>> {
        let exports = self.0.get(module)?.written.iter();
        exports
            .into_iter()
            .find(|one| one.place == Place::Export && one.name == name)
    }

    /// The module that defines what a path names.
    fn definer(&self, path: &[String], depth: usize) -> Module {
        const DEEPEST: usize = 20;
        let known = |length: &usize| self.0.contains_key(&path[..*length].join("::"));
        let length = (0..=path.len()).rev().find(known).unwrap_or(0);
        let module = path[..length].join("::");
        let Some((name, rest)) = path[length..].split_first() else {
            return module;
        };
        let defines = |module: &Module| {
            self.0
                .get(module)
                .is_some_and(|source| source.defined.contains(name.as_str()))
        };
        if depth > DEEPEST || defines(&module) {
            return module;
        }
        if let Some(target) = self
            .exported(&module, name)
            .and_then(|one| self.absolute(&module, &one.segments))
        {
            return self.definer(&[&target[..], rest].concat(), depth + 1);
        }
        let Some(source) = self.0.get(&module) else {
            return module;
        };
        let exports = source
            .written
            .iter()
            .filter(|one| one.place == Place::Export);
        let globs = exports.filter_map(|one| one.segments.strip_suffix(&["*"]));
        let targets = globs
            .filter_map(|glob| self.absolute(&module, glob))
            .map(|path| path.join("::"));
        targets
            .into_iter()
            .find(|target| defines(target))
            .unwrap_or(module)
    }
}

/// The names behind the words that define an item.
fn defined<'t>(tokens: &[Token<'t>]) -> BTreeSet<&'t str> {
    const DEFINING: [&str; 9] = [
        "struct",
        "enum",
        "fn",
        "trait",
        "type",
        "const",
        "static",
        "union",
        "macro_rules",
    ];
    let pairs = tokens.windows(2);
    pairs
        .filter(|pair| DEFINING.contains(&pair[0].text))
        .map(|pair| pair[1].text)
        .collect()
}

/// A module within another.
pub fn within(module: &str, name: &str) -> Module {
    match module {
        "" => name.to_owned(),
        _ => format!("{module}::{name}"),
    }
}

pub fn is_at_or_within(module: &str, other: &str) -> bool {
    let rest = module.strip_prefix(other);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::") || other.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_use_is_followed_to_the_file_that_defines_what_is_named() {
        let files = File::made_up(&[
            ("lib.rs", "pub mod a; mod b;"),
            (
                "a/mod.rs",
                "mod deep; mod all;\npub use deep::Thing as Known;\npub use all::*;\n#[cfg(test)]\nmod tests;",
            ),
            (
                "a/deep.rs",
                "pub struct Thing;\nfn f() { super::all::help() }",
            ),
            ("a/all.rs", "pub fn help() {}"),
            ("a/tests.rs", "use crate::b::B;"),
            (
                "b.rs",
                "use crate::a::Known;\nuse crate::a::help;\nuse crate::a;\nuse std::fs;\nfn f() { crate::a::other() }\npub(in crate::a) struct B;",
            ),
        ]);
        let modules = Modules::of(&files);
        let found: Vec<String> = modules
            .uses()
            .into_iter()
            .map(|Use { from, to, line }| format!("{from} {to} {line}"))
            .collect();
        assert_eq!(
            found,
            [
                "a::deep a::all 2",
                "b a 3",
                "b a 5",
                "b a::all 2",
                "b a::deep 1"
            ]
        );
        assert_eq!(modules.file("a"), "src/a/mod.rs");
    }
}
