//! What a user is told of such targets.
