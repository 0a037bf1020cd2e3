//! Every dialect, by entries written by hand from the documented schemas, with their documented oddities.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;
use crate::logs::log_event::{Moment, ObjectKind};
use crate::logs::vocabulary::{Action, Status};

/// As Graph v1.0 writes it, with a step type and a status in mixed case, and the error under the name of the resource page.
const GRAPH: &str = r#"{"id":"e1","activityDateTime":"2026-11-02T08:00:00Z","tenantId":"t","jobId":"scim.1.2","cycleId":"c1","changeId":"x1",
"provisioningAction":"create","durationInMilliseconds":3252,"provisioningStatusInfo":{"status":"failure","errorInfo":{"errorCode":"Conflict","reason":"taken"}},
"provisioningSteps":[{"name":"EntryEscrowRetry","provisioningStepType":"Import","status":"success","details":{}}],
"modifiedProperties":[{"displayName":"userName","oldValue":null,"newValue":"kim"}],
"servicePrincipal":[{"id":"s","displayName":"App"}],"initiatedBy":{"id":"","displayName":"Azure AD Provisioning Service","initiatingType":"system"},
"sourceIdentity":{"id":"u1","displayName":"Kim","identityType":"User","details":{}},
"targetIdentity":{"id":"","displayName":"","identityType":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","details":{}}}"#;
/// Its older names.
const BETA: &str = r#"{"id":"e1","activityDateTime":"2026-11-02T08:00:00Z","jobId":"scim.1.2","cycleId":"c1","changeId":"x1","action":"Create",
"durationInMilliseconds":3252,"statusInfo":{"status":"failure","errorCode":"Conflict"},
"provisioningSteps":[{"name":"EntryEscrowRetry"}],"modifiedProperties":[{"displayName":"userName"}],"sourceIdentity":{"id":"U1","identityType":"User"}}"#;
/// As it comes from Azure Monitor and an event hub, without a tenant.
const MONITOR: &str = r#"{"time":"2026-11-02T08:00:00.0000000Z","operationName":"Provisioning activity","category":"ProvisioningLogs","resultType":"Failure","resultSignature":"Conflict","durationMs":3252,"correlationId":"x1","properties":{"JobId":"scim.1.2","CycleId":"c1","ChangeId":"x1","Action":"Create","provisioningAction":"create","provisioningStatusInfo":{"Status":1,"errorInformation":{"ErrorCode":"Conflict"}},"provisioningSteps":[{"Name":"EntryEscrowRetry","provisioningStepType":0,"Status":0}],"modifiedProperties":[{"displayName":"userName"}],"sourceIdentity":{"Id":"u1","identityType":"User"}}}"#;
/// A row of AADProvisioningLogs in a table, with its parts as JSON in a text.
const ANALYTICS: &str = "TimeGenerated [UTC],JobId,CycleId,ChangeId,ProvisioningAction,DurationMs,ResultType,ResultSignature,ProvisioningSteps,ModifiedProperties,SourceIdentity,ProvisioningStatusInfo\r\n\
\"11/2/2026, 8:00:00.000 AM\",scim.1.2,c1,x1,create,3252.0,Failure,Conflict,\"[{\"\"name\"\":\"\"EntryEscrowRetry\"\"}]\",\"[{\"\"displayName\"\":\n\"\"userName\"\"}]\",\"{\"\"id\"\":\"\"u1\"\",\"\"identityType\"\":\"\"User\"\"}\",\"{\"\"status\"\":\"\"failure\"\"}\"\r\n";
/// The portal's three files.
const PORTAL: [&str; 3] = [
    "\u{FEFF}Date;Job ID;Cycle ID;Change ID;Action;Duration in milliseconds;Status;Error code;Source ID;Source Identity Type\r\n2026-11-02T08:00:00+00:00;scim.1.2;c1;X1;Create;3252;Failure;Conflict;u1;User\r\n",
    "Change ID;Name;Type;Status;Description\r\nx1;EntryEscrowRetry;Import;Success;\"again\nand again\"\r\n",
    "Change ID;Display name;Old value;New value\r\nx1;userName;;kim\r\n",
];

fn source(name: &str, bytes: impl Into<Vec<u8>>) -> LogSource<'static> {
    LogSource {
        name: name.to_owned(),
        bytes: Box::new(Cursor::new(bytes.into())),
    }
}

fn read(sources: Vec<LogSource<'_>>) -> Result<(Vec<LogEvent>, Vec<SourceReport>), LogError> {
    let mut events = Vec::new();
    let reports = read_logs(sources, &[], &mut |event| {
        events.push(event);
        true
    })?;
    Ok((events, reports))
}

fn only(text: impl Into<Vec<u8>>) -> LogEvent {
    let (mut events, _) = read(vec![source("log", text)]).unwrap();
    assert_eq!(events.len(), 1);
    events.remove(0)
}

#[test]
fn one_entry_reads_the_same_in_every_dialect() {
    let expected = only(GRAPH);
    assert_eq!(expected.ended, Moment(1_793_606_400_000_000));
    assert_eq!(expected.duration_ms, Some(3_252));
    assert_eq!(
        (expected.action, expected.status),
        (Action::Create, Status::Failure)
    );
    assert_eq!(expected.code.as_deref(), Some("Conflict"));
    assert_eq!(expected.kind, ObjectKind::User);
    assert!(expected.traits.is_retry);
    assert_eq!(expected.properties_changed, 1);
    let flat = GRAPH.replace('\n', "");
    for (dialect, text) in [
        (
            "page",
            format!("{{\"@odata.context\":\"x\",\"value\":[{GRAPH}],\"@odata.nextLink\":\"y\"}}"),
        ),
        ("array", format!("\u{FEFF}[\n{GRAPH}\n]")),
        ("lines", format!("{flat}\n")),
        ("beta", BETA.to_owned()),
        ("records", format!("{{\"records\":[{MONITOR}]}}\n")),
        ("monitor", format!("{MONITOR}\n")),
        ("log analytics", ANALYTICS.to_owned()),
    ] {
        assert_eq!(only(text), expected, "{dialect}");
    }
    let files = PORTAL.iter().rev().enumerate();
    let files = files
        .map(|(number, text)| source(&number.to_string(), *text))
        .collect();
    let (events, reports) = read(files).unwrap();
    assert_eq!(events, [expected]);
    assert_eq!(reports.len(), 3);
}

#[test]
fn what_went_through_the_python_sdk_is_read_too() {
    let text = GRAPH
        .replace("00:00Z", "00:00+00:00")
        .replace("3252", "\"3252\"")
        .replace("\"provisioningStepType\":\"Import\",", "");
    assert_eq!(only(text), only(GRAPH));
}

#[test]
fn a_packed_log_is_unpacked() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(GRAPH.as_bytes()).unwrap();
    assert_eq!(only(packed.finish().unwrap()), only(GRAPH));
}

#[test]
fn a_mark_that_comes_alone_in_the_first_piece_hides_nothing() {
    struct Pieces(Vec<&'static [u8]>);
    impl Read for Pieces {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                return Ok(0);
            }
            let piece = self.0.remove(0);
            let (now, later) = piece.split_at(piece.len().min(into.len()));
            into[..now.len()].copy_from_slice(now);
            if !later.is_empty() {
                self.0.insert(0, later);
            }
            Ok(now.len())
        }
    }
    let (mark, rest) = PORTAL[0].as_bytes().split_at(3);
    let pieces = LogSource {
        name: "-".to_owned(),
        bytes: Box::new(Pieces(vec![mark, rest])),
    };
    assert_eq!(read(vec![pieces]).unwrap().0.len(), 1);
}

#[test]
fn what_cannot_be_read_is_counted_and_located_and_spoils_nothing_else() {
    let flat = GRAPH.replace('\n', "");
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let lines = [
        flat.as_str(),
        "{\"action\":\"create\"}",
        "{\"activityDateTime\":\"2026-11-02T08:00:00Z\",\"result\":\"x\"}",
        "{\"activityDateTime\":\"0000-11-02T08:00:00Z\",\"action\":\"create\"}",
        "{\"activityDateTime\":",
        "nonsense",
        "{\"a\" 1}",
        &deep,
        &flat,
    ];
    let (events, reports) = read(vec![source("log", lines.join("\n"))]).unwrap();
    assert_eq!(events.len(), 2);
    let report = &reports[0];
    assert_eq!((report.entries, report.unreadable), (2, 7));
    assert_eq!(
        report.told,
        [
            (2, Unreadable::NoMoment),
            (3, Unreadable::NoAction),
            (4, Unreadable::NoMoment),
            (5, Unreadable::CutOff),
            (6, Unreadable::NoObject),
        ]
    );
}

#[test]
fn a_duration_below_zero_is_none_and_the_entry_stays() {
    assert_eq!(only(GRAPH.replace("3252", "-3252")).duration_ms, None);
}

#[test]
fn invalid_bytes_spoil_their_entry_alone() {
    let mut text = GRAPH.replace('\n', "").into_bytes();
    let good = text.clone();
    let place = text.windows(3).position(|three| three == b"Kim").unwrap();
    text[place] = 0xFF;
    text.push(b'\n');
    text.extend(good);
    let (events, reports) = read(vec![source("log", text)]).unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(reports[0].told, [(1, Unreadable::NotUtf8)]);
}

#[test]
fn a_source_of_which_nothing_can_be_read_is_an_error_that_says_what_was_expected() {
    for (text, words) in [
        ("", "it is empty"),
        ("[]", "it has no entry"),
        ("[[[[", "it has no entry"),
        (
            "name,members\na,3\n",
            "its columns are \"name\", \"members\"",
        ),
        ("{\"a\":1}", "has no moment"),
        ("\u{FF}", "its columns are"),
    ] {
        let error = read(vec![source("some.log", text)])
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("some.log holds no provisioning log"),
            "{error}"
        );
        assert!(error.contains(words), "{error}");
        assert!(error.contains("auditLogs/provisioning"), "{error}");
    }
    let utf16 = read(vec![source("some.log", &b"\xFF\xFE{\0"[..])]).unwrap_err();
    assert!(utf16.to_string().contains("UTF-16"));
}

#[test]
fn an_empty_page_among_others_is_in_order() {
    let (events, reports) = read(vec![source("1", "{\"value\":[]}"), source("2", GRAPH)]).unwrap();
    assert_eq!((events.len(), reports.len()), (1, 2));
}

#[test]
fn columns_with_names_of_their_own_are_told_which_they_are() {
    let text = PORTAL[0]
        .replace("Date;", "Wann;")
        .replace("Action;", "Was;");
    let names = [
        ("wann".to_owned(), "activityDateTime".to_owned()),
        ("Was".to_owned(), "action".to_owned()),
    ];
    let mut events = Vec::new();
    read_logs(vec![source("log", text)], &names, &mut |event| {
        events.push(event);
        true
    })
    .unwrap();
    assert_eq!(events[0].action, Action::Create);
}

#[test]
fn a_packed_file_that_breaks_off_keeps_what_came_before() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    let flat = GRAPH.replace('\n', "");
    for number in 0..20_000 {
        packed
            .write_all(flat.replace("\"x1\"", &format!("\"x{number}\"")).as_bytes())
            .unwrap();
        packed.write_all(b"\n").unwrap();
    }
    let mut packed = packed.finish().unwrap();
    packed.truncate(packed.len() / 2);
    let (events, reports) = read(vec![source("log", packed)]).unwrap();
    assert!(events.len() > 1_000);
    assert_eq!(
        reports[0].told.last().map(|(_, why)| *why),
        Some(Unreadable::Broken)
    );
}
