//! One tree read and checked: a scenario by itself, or with the overrides of one of its strategies.

use std::rc::Rc;

use toml::de::DeTable;

use super::build::{self, GroupList, Listing};
use super::finding::Findings;
use super::lists::{StrategyBlock, assumed_bursts};
use super::name::name_from;
use super::named_files::NamedFiles;
use super::parsed::{Scenario, Strategy};
use super::problem::Faults;
use super::read::Draft;
use super::sources::Sources;
use super::targets::{SHIPPED, TargetSheet, meant, shipped};
use super::text::{SourceText, abridged};
use super::{check, keys, overlay};
use crate::model::ScopeMode;

/// What a tree says, with the files that it names.
pub(super) struct Pass {
    draft: Draft,
    list: Option<GroupList>,
    sheet: Option<TargetSheet>,
}

impl Pass {
    /// Reads and checks all that `root` says; what is wrong goes to `faults`.
    pub fn read(root: &DeTable<'_>, files: &mut NamedFiles<'_>, faults: &mut Faults) -> Self {
        let findings = &mut faults.own;
        let draft = keys::read(root, findings);
        check::combinations(&draft, findings);
        check::life(&draft, findings);
        check::expectations(&draft, findings);
        let (list, mut csv) = group_list(&draft, files, findings);
        if let Some(list) = &list {
            let found_in = csv.as_mut().map_or(&mut *findings, |(_, found)| found);
            check::fits(&draft, &list.groups, found_in);
        } else {
            check::drawn_fit(&draft, findings);
        }
        let listed = list.as_ref().map(|list| &list.groups[..]);
        check::within_tenant(&draft, listed, findings);
        let (sheet, target) = target_sheet(&draft, files, findings);
        check::countless_refusals(&draft, sheet.as_ref(), findings);
        check::split(&draft, findings);
        faults.files.extend(csv.into_iter().chain(target));
        Self { draft, list, sheet }
    }

    /// Puts together a scenario in which nothing is wrong. What all strategies have in common is that of `common`, since a strategy may
    /// leave the whole table `run` out.
    pub(super) fn scenario(
        self,
        sources: &Sources,
        default_name: &str,
        common: Option<&Scenario>,
    ) -> Scenario {
        let (draft, list, sheet) = (&self.draft, self.list.as_ref(), self.sheet.as_ref());
        let derived = &build::derive(draft, list.map(|list| &list.groups[..]));
        let setup = &build::setup(draft, list, derived, sheet);
        let listing = Listing {
            sources,
            draft,
            list,
            sheet,
            derived,
            setup,
        };
        let of_sheet = sheet.map_or(&[][..], |sheet| &sheet.assumed_bursts).iter();
        let is_kept = |name: &&String| !draft.limits.iter().any(|own| own.rule.name == **name);
        let of_sheet = of_sheet.filter(is_kept).cloned();
        let name = draft.name.clone();
        let expectations = draft.expectations.iter();
        Scenario {
            name: name.unwrap_or_else(|| name_from(default_name)),
            description: draft.description.clone(),
            sampling: common.map_or(draft.sampling, |base| base.sampling),
            resolved: listing.lines(),
            setup: setup.clone(),
            assumed_bursts: of_sheet.chain(assumed_bursts(&draft.limits)).collect(),
            expectations: expectations.map(|one| one.value.clone()).collect(),
            strategies: Vec::new(),
            taken: list.and_then(GroupList::taken),
        }
    }
}

/// The groups that are listed in the scenario or in the file that it names, and that file with its faults.
fn group_list(
    draft: &Draft,
    files: &mut NamedFiles<'_>,
    findings: &mut Findings,
) -> (Option<GroupList>, Option<(Rc<SourceText>, Findings)>) {
    if let Some(rows) = &draft.sizes {
        let groups = Rc::new(rows.clone());
        let list = GroupList {
            groups,
            file: None,
            taken: None,
        };
        return (Some(list), None);
    }
    let given = draft.chosen("groups.csv").zip(draft.csv.as_ref());
    let (Some((given, name)), Some(scope)) = (given, draft.scope()) else {
        return (None, None);
    };
    match files.groups(name, scope == ScopeMode::Assigned) {
        Ok(file) => {
            let list = GroupList {
                groups: file.content.groups,
                file: Some(name.clone()),
                taken: file.content.taken,
            };
            (Some(list), Some((file.text, file.found)))
        }
        Err(reason) => {
            let message = format!("the list of groups cannot be read: {reason}");
            findings.report(given.span.clone(), message, "check the name of the file");
            (None, None)
        }
    }
}

/// The sheet that a scenario names, and where it is a file of the user's, that file with its faults.
fn target_sheet(
    draft: &Draft,
    files: &mut NamedFiles<'_>,
    findings: &mut Findings,
) -> (Option<TargetSheet>, Option<(Rc<SourceText>, Findings)>) {
    let Some((given, name)) = draft.chosen("target.preset").zip(draft.preset.as_ref()) else {
        return (None, None);
    };
    if !name.ends_with(".toml") {
        let sheet = shipped(name);
        if sheet.is_none() {
            let names: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
            let help = match meant(name) {
                Some(meant) => format!("did you mean \"{meant}\"? `cyclecast targets` lists them"),
                None => format!(
                    "there are {}; a file of your own ends in .toml",
                    names.join(", ")
                ),
            };
            let message = format!("there is no preset \"{}\"", abridged(name));
            findings.report(given.span.clone(), message, help);
        }
        return (sheet, None);
    }
    match files.sheet(name) {
        Ok(file) => (file.content, Some((file.text, file.found))),
        Err(reason) => {
            let message = format!("the target sheet cannot be read: {reason}");
            findings.report(given.span.clone(), message, "check the name of the file");
            (None, None)
        }
    }
}

/// With more faults than these in the scenario itself, its strategies are not looked at: each would have them all again.
const MOST_BEFORE: usize = 100;

/// A strategy that was read and checked, but not built.
pub(super) struct StrategyPass<'b> {
    block: &'b StrategyBlock<'b>,
    pass: Pass,
}

/// Reads and checks each strategy on top of `root`; what is wrong goes to `faults`.
pub(super) fn read_strategies<'b>(
    root: &DeTable<'b>,
    blocks: &'b [StrategyBlock<'b>],
    files: &mut NamedFiles<'_>,
    faults: &mut Faults,
) -> Vec<StrategyPass<'b>> {
    let mut read = Vec::with_capacity(blocks.len());
    if faults.own.len() > MOST_BEFORE {
        return read;
    }
    for block in blocks {
        if faults.own.is_full() {
            break;
        }
        let mut tree = root.clone();
        overlay::lay(&mut tree, &block.without, &block.overrides, &mut faults.own);
        let mut found = Faults::default();
        let pass = Pass::read(&tree, files, &mut found);
        faults.absorb_of(&block.name, &block.part, found);
        read.push(StrategyPass { block, pass });
    }
    read
}

impl StrategyPass<'_> {
    /// Puts together a strategy of `base` in which nothing is wrong.
    pub(super) fn strategy(self, sources: &Sources, base: &Scenario) -> Strategy {
        Strategy {
            name: self.block.name.clone(),
            title: self.block.title.clone(),
            description: self.block.description.clone(),
            scenario: self.pass.scenario(sources, &base.name, Some(base)),
        }
    }
}
