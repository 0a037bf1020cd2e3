//! Enums whose variants have stable names: each variant is one row, with its name.

macro_rules! named {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$meaning:meta])* $variant:ident => $text:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$meaning])* $variant,)+ }

        impl $name {
            /// Every one with its name, in the order of the declaration.
            pub const NAMED: [(&'static str, Self); [$($text),+].len()] = [$(($text, Self::$variant)),+];
            /// Every one, in the order of the declaration.
            pub const ALL: [Self; Self::NAMED.len()] = [$(Self::$variant),+];

            /// Its stable name in scenarios and documents.
            pub const fn name(self) -> &'static str {
                Self::NAMED[self as usize].0
            }
        }
    };
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$meaning:meta])* $variant:ident => $text:literal, $words:literal;)+ }) => {
        named! { $(#[$about])* pub enum $name { $($(#[$meaning])* $variant => $text,)+ } }

        impl $name {
            /// What people call it.
            pub const fn label(self) -> &'static str {
                [$($words),+][self as usize]
            }
        }
    };
}

pub(crate) use named;
