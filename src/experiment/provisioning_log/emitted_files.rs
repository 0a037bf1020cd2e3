//! The files of a log, written entry by entry: each holds no more in memory than the entry at hand.

use std::io::{self, Write};

use serde::Serialize;

use super::directory_audit::DirectoryAudit;
use super::keeper::LogEntry;
use super::monitor_record::MonitorRecord;
use super::object_summary::ObjectSummary;

/// The files of a log by name, in the order of [`LogFiles::new`].
pub const LOG_FILES: [&str; 6] = [
    "ProvisioningLogs.json",
    "ProvisioningLogs.csv",
    "ProvisioningLogs_ProvisioningSteps.csv",
    "ProvisioningLogs_ModifiedProperties.csv",
    "AzureMonitor.ndjson",
    "AuditLogs.json",
];

/// Header of the CSV file that has a row for each entry. Microsoft publishes no headers: these are the names of Graph, joined.
const ENTRY_COLUMNS: [&str; 28] = [
    "id",
    "activityDateTime",
    "tenantId",
    "jobId",
    "cycleId",
    "changeId",
    "provisioningAction",
    "durationInMilliseconds",
    "provisioningStatusInfoStatus",
    "errorCode",
    "reason",
    "errorCategory",
    "recommendedAction",
    "servicePrincipalId",
    "servicePrincipalDisplayName",
    "sourceSystemId",
    "sourceSystemDisplayName",
    "targetSystemId",
    "targetSystemDisplayName",
    "initiatedById",
    "initiatedByDisplayName",
    "initiatedByInitiatorType",
    "sourceIdentityId",
    "sourceIdentityDisplayName",
    "sourceIdentityIdentityType",
    "targetIdentityId",
    "targetIdentityDisplayName",
    "targetIdentityIdentityType",
];
/// The same of the file that has one for each step.
const STEP_COLUMNS: [&str; 6] = [
    "changeId",
    "name",
    "provisioningStepType",
    "status",
    "description",
    "details",
];
/// The same of the file that has one for each property that was modified.
const PROPERTY_COLUMNS: [&str; 4] = ["changeId", "displayName", "oldValue", "newValue"];

/// All files of a log.
pub struct LogFiles<W: Write> {
    graph: JsonArray<W>,
    entries: csv::Writer<W>,
    steps: csv::Writer<W>,
    properties: csv::Writer<W>,
    monitor: W,
    audits: JsonArray<W>,
}

impl<W: Write> LogFiles<W> {
    /// Begins the files, which stand in the order of [`LOG_FILES`].
    ///
    /// # Errors
    /// When one of them takes nothing.
    pub fn new(files: [W; LOG_FILES.len()]) -> io::Result<Self> {
        let [graph, entries, steps, properties, monitor, audits] = files;
        Ok(Self {
            graph: JsonArray::new(graph)?,
            entries: table(entries, &ENTRY_COLUMNS)?,
            steps: table(steps, &STEP_COLUMNS)?,
            properties: table(properties, &PROPERTY_COLUMNS)?,
            monitor,
            audits: JsonArray::new(audits)?,
        })
    }

    /// Writes an entry to each file that it belongs to.
    ///
    /// # Errors
    /// When one of them takes no more.
    pub fn write(&mut self, entry: &LogEntry<'_>) -> io::Result<()> {
        match entry {
            LogEntry::Provisioning(entry) => self.write_provisioning(entry),
            LogEntry::Audit(entry) => self.audits.push::<DirectoryAudit>(entry),
        }
    }

    fn write_provisioning(&mut self, entry: &ObjectSummary<'_>) -> io::Result<()> {
        self.graph.push(entry)?;
        serde_json::to_writer(&mut self.monitor, &MonitorRecord::from(entry))?;
        self.monitor.write_all(b"\n")?;
        let duration = entry.duration_in_milliseconds.to_string();
        self.entries.write_record(cells(entry, &duration))?;
        for step in &entry.provisioning_steps {
            let details = serde_json::to_string(&step.details)?;
            self.steps.write_record([
                &*entry.change_id,
                step.name,
                step.provisioning_step_type.name(),
                step.status.name(),
                &step.description,
                &details,
            ])?;
        }
        for property in &entry.modified_properties {
            self.properties.write_record([
                &*entry.change_id,
                property.display_name,
                property.old_value.as_deref().unwrap_or_default(),
                property.new_value.as_deref().unwrap_or_default(),
            ])?;
        }
        Ok(())
    }

    /// Ends the files, and gives them back in their order.
    ///
    /// # Errors
    /// When one of them does not take the rest.
    pub fn finish(self) -> io::Result<[W; LOG_FILES.len()]> {
        let ended = |table: csv::Writer<W>| {
            let ended = table.into_inner();
            ended.map_err(|failure| io::Error::other(failure.to_string()))
        };
        let mut monitor = self.monitor;
        monitor.flush()?;
        Ok([
            self.graph.finish()?,
            ended(self.entries)?,
            ended(self.steps)?,
            ended(self.properties)?,
            monitor,
            self.audits.finish()?,
        ])
    }
}

fn cells<'e>(entry: &'e ObjectSummary<'_>, duration: &'e str) -> [&'e str; ENTRY_COLUMNS.len()] {
    let info = &entry.provisioning_status_info;
    let error = info.error_information.as_ref();
    let (source, target) = (&entry.source_identity, &entry.target_identity);
    [
        &entry.id,
        &entry.activity_date_time,
        entry.tenant_id,
        entry.job_id,
        &entry.cycle_id,
        &entry.change_id,
        entry.provisioning_action.name(),
        duration,
        info.status.name(),
        error.map_or("", |error| error.error_code),
        error.map_or("", |error| &error.reason),
        error.map_or("", |error| error.error_category),
        "",
        &entry.service_principal.id,
        &entry.service_principal.display_name,
        &entry.source_system.id,
        &entry.source_system.display_name,
        &entry.target_system.id,
        &entry.target_system.display_name,
        &entry.initiated_by.id,
        entry.initiated_by.display_name,
        entry.initiated_by.initiator_type,
        &source.id,
        &source.display_name,
        source.identity_type,
        &target.id,
        &target.display_name,
        target.identity_type,
    ]
}

fn table<W: Write>(file: W, columns: &[&str]) -> io::Result<csv::Writer<W>> {
    let mut table = csv::Writer::from_writer(file);
    table.write_record(columns)?;
    Ok(table)
}

/// A JSON array, an element to a line.
struct JsonArray<W: Write> {
    file: W,
    is_empty: bool,
}

impl<W: Write> JsonArray<W> {
    fn new(mut file: W) -> io::Result<Self> {
        file.write_all(b"[")?;
        Ok(Self {
            file,
            is_empty: true,
        })
    }

    fn push<T: Serialize>(&mut self, element: &T) -> io::Result<()> {
        let between: &[u8] = match std::mem::take(&mut self.is_empty) {
            true => b"\n",
            false => b",\n",
        };
        self.file.write_all(between)?;
        Ok(serde_json::to_writer(&mut self.file, element)?)
    }

    fn finish(mut self) -> io::Result<W> {
        self.file.write_all(b"\n]\n")?;
        self.file.flush()?;
        Ok(self.file)
    }
}
