//! Codes that name things: each its own type, so that a unit can never stand where an indicator belongs.

use std::{borrow::Cow, fmt, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        ///
        /// A copy shares the text: hundreds of thousands of answers bear the same few codes.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Cow::<str>::deserialize(deserializer).map(|code| Self(code.into()))
            }
        }

        impl $name {
            /// The code as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether both are the same code; copies of one another are told by their address.
            #[must_use]
            pub fn is(&self, other: &Self) -> bool {
                Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
            }
        }

        impl From<&str> for $name {
            fn from(code: &str) -> Self {
                Self(code.into())
            }
        }

        impl From<String> for $name {
            fn from(code: String) -> Self {
                Self(code.into())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

codes! {
    /// One of the framework's aspects 方面, such as `A1`.
    AspectId,
    /// A group of indicators in an aspect 二级指标, such as `A1.2`.
    ObjectiveId,
    /// What is measured 三级指标, such as `A1.2.3`.
    IndicatorId,
    /// An assessed unit 被评估单位: a department (`D07`) or a division (`140100`).
    UnitCode,
    /// An assessment campaign 评估轮次, such as `2026`.
    RoundId,
    /// A register of records, such as `incident` or `case_monthly`.
    RegisterId,
    /// SHA-256 of an imported file, lower-case hex.
    FileDigest,
    /// Name of a sheet of an imported file; empty for a csv.
    SheetName,
}
