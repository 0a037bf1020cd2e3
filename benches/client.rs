//! What the client costs: requests a second of eight connections to a server that answers at once, and the memory of it all.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use cyclecast::live::client::{BaseAddress, Caller, ScimTarget};
use cyclecast::scim::{Reading, ScimRequest};

const CONNECTIONS: usize = 8;
const REQUESTS_EACH: u64 = 250;
const BODY: &str = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"Resources":[]}"#;

/// Answers every request of a connection with the same bytes: a request without a body ends with an empty line.
fn serve(mut stream: TcpStream) {
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/scim+json\r\nContent-Length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    let _ = stream.set_nodelay(true);
    let mut buffer = [0; 4_096];
    while let Ok(1..) = stream.read(&mut buffer) {
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

fn server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = listener.local_addr().expect("bound");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(|| serve(stream));
        }
    });
    address
}

/// The most memory that the process had at once, in MiB, where the system says so.
fn most_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1_024.0)
}

fn client(criterion: &mut Criterion) {
    let base = BaseAddress::parse(&format!("http://{}/scim", server())).expect("an address");
    let target = ScimTarget::new(base, None, None, Duration::from_secs(10)).expect("a target");
    let callers: Vec<Caller> = (0..CONNECTIONS).map(|_| target.caller()).collect();
    let request = ScimRequest::find_user("userName", "nobody@cyclecast.example");
    let mut group = criterion.benchmark_group("client");
    group.throughput(Throughput::Elements(CONNECTIONS as u64 * REQUESTS_EACH));
    group.bench_function("eight connections, lookups", |bencher| {
        bencher.iter(|| {
            thread::scope(|scope| {
                for caller in &callers {
                    scope.spawn(|| {
                        for _ in 0..REQUESTS_EACH {
                            let reading = caller.send(&request).reading(&request);
                            assert_eq!(reading, Reading::Found(Vec::new()));
                        }
                    });
                }
            });
        });
    });
    group.finish();
    if let Some(most) = most_memory() {
        println!("client: at most {most:.0} MiB, with the server and the bench itself");
    }
}

criterion_group!(benches, client);
criterion_main!(benches);
