//! Strategies: ways of doing the same, to be compared.

use toml::de::DeTable;

use super::faults::Faults;
use super::lists::StrategyBlock;
use super::named_files::NamedFiles;
use super::overlay;
use super::parsed::{Scenario, Strategy};
use super::pass::Pass;
use super::sources::Sources;

/// With more faults than these in the scenario itself, its strategies are not looked at: each would have them all again.
const MOST_BEFORE: usize = 100;

/// A strategy that was read and checked, but not built.
pub(super) struct Read<'b> {
    block: &'b StrategyBlock<'b>,
    pass: Pass,
}

/// Reads and checks each strategy on top of `root`; what is wrong goes to `faults`.
pub(super) fn read<'b>(
    root: &DeTable<'b>,
    blocks: &'b [StrategyBlock<'b>],
    files: &mut NamedFiles<'_>,
    faults: &mut Faults,
) -> Vec<Read<'b>> {
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
        read.push(Read { block, pass });
    }
    read
}

impl Read<'_> {
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
