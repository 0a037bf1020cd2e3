//! One thread a connection: it takes a request, makes it, and hands the answer back.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::Scope;

use crate::live::client::{Caps, Exchange, ScimTarget, Stop};
use crate::model::CallElsewhere;
use crate::scim::ScimRequest;

/// A call that is over, or was not made.
#[derive(Debug)]
pub(super) struct Over {
    pub call: CallElsewhere,
    pub request: ScimRequest,
    pub exchange: Result<Exchange, Stop>,
}

/// Open connections; they end when this is dropped.
pub(super) struct Connections {
    requests: Vec<Sender<(CallElsewhere, ScimRequest)>>,
}

impl Connections {
    /// Opens so many.
    pub fn open<'scope, 'env>(
        scope: &'scope Scope<'scope, 'env>,
        count: usize,
        target: &'env ScimTarget,
        caps: &'env Caps<'env>,
    ) -> (Self, Receiver<Over>) {
        let (answers, over) = channel();
        let requests = (0..count)
            .map(|_| {
                let (sender, receiver) = channel::<(CallElsewhere, ScimRequest)>();
                let answers = answers.clone();
                scope.spawn(move || {
                    let caller = target.caller();
                    for (call, request) in receiver {
                        let exchange = caps.take().map(|()| caller.send(&request));
                        if answers
                            .send(Over {
                                call,
                                request,
                                exchange,
                            })
                            .is_err()
                        {
                            return;
                        }
                    }
                });
                sender
            })
            .collect();
        (Self { requests }, over)
    }

    /// Hands a call to its connection.
    pub fn send(&self, call: CallElsewhere, request: ScimRequest) {
        // A connection that has ended takes nothing: its answer is waited for no more.
        if let Some(connection) = self.requests.get(usize::from(call.connection)) {
            let _ = connection.send((call, request));
        }
    }
}
