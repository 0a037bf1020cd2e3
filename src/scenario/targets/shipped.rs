//! The sheets that are shipped.

use super::sheet::{TargetSheet, read};
use crate::scenario::finding::Findings;
use crate::scenario::text::{MOST_SCENARIO_BYTES, decode, similar};

macro_rules! sheets {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../../scenarios/targets/", $name, ".toml")))),+]
    };
}

/// Name and text of every shipped sheet, in the order in which they are listed.
pub const SHIPPED: [(&str, &str); 25] = sheets![
    "generic",
    "slack",
    "github-emu",
    "miro",
    "snowflake",
    "dbt",
    "deel",
    "workday-peakon",
    "uipath",
    "google-workspace",
    "aws-identity-center",
    "auth0",
    "databricks",
    "hcp",
    "sap-cloud-identity",
    "beyond-identity",
    "eptura",
    "quantum-club",
    "instaclustr",
    "rancher",
    "entra-scim",
    "entra-inbound",
    "wso2-is-5.7",
    "better-auth",
    "mlflow-oidc-auth",
];

/// The shipped sheet of this name.
pub fn shipped(name: &str) -> Option<TargetSheet> {
    let (name, text) = SHIPPED.iter().find(|(known, _)| *known == name)?;
    let (text, _) = decode(name, text.as_bytes(), MOST_SCENARIO_BYTES);
    let sheet = read(&text, name, &mut Findings::default())?;
    Some(TargetSheet {
        shipped: true,
        ..sheet
    })
}

/// Shipped sheets by name, the one that somebody meant who wrote another, if any.
pub fn meant(name: &str) -> Option<&'static str> {
    similar(name, SHIPPED.iter().map(|(name, _)| *name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::targets::Checked;

    #[test]
    fn every_shipped_sheet_is_sound_and_has_a_number_of_its_source() {
        for (name, _) in SHIPPED {
            let sheet = shipped(name).unwrap_or_else(|| panic!("{name} has faults"));
            let expected = match name {
                // What follows from a measurement of others, and a limit whose rate is its owner's choice.
                "wso2-is-5.7" => Checked::Derived,
                "better-auth" | "mlflow-oidc-auth" => Checked::Measured,
                "hcp" | "rancher" => Checked::Excerpt,
                _ => Checked::Read,
            };
            assert_eq!(sheet.checked, expected, "{name}");
            assert!(
                !sheet.limits.is_empty() || !sheet.values.is_empty(),
                "{name} documents no number"
            );
            assert!(
                !sheet.title.is_empty() && !sheet.source.is_empty() && !sheet.dated.is_empty(),
                "{name}"
            );
        }
    }

    #[test]
    fn every_sheet_of_the_folder_is_shipped() {
        let folder = std::fs::read_dir("scenarios/targets").unwrap();
        let files = folder.filter(|entry| {
            entry
                .as_ref()
                .unwrap()
                .path()
                .extension()
                .is_some_and(|end| end == "toml")
        });
        assert_eq!(files.count(), SHIPPED.len());
    }
}
