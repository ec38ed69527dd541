//! Tables `person` and `organisation`: who works with the workspace, and in whose name.

use assessment_models::{Text, UnitCode};
use rusqlite::{OptionalExtension, params};

use crate::{Action, Result, StoreError, reader::Reader, write::Write};

/// What a person does in an assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Fills in 填报人.
    Filler,
    /// Verifies 审核人.
    Auditor,
    /// Reads and decides 领导.
    Leader,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 3] = [Self::Filler, Self::Auditor, Self::Leader];

    /// The code that is stored and shown by the locale files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Filler => "filler",
            Self::Auditor => "auditor",
            Self::Leader => "leader",
        }
    }

    /// The role of a code; `None` where there is none such.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Somebody who works with the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Name, as it stands in the audit trail; one of its kind.
    pub name: String,
    /// What they do.
    pub role: Role,
    /// The unit that they belong to.
    pub unit: Option<UnitCode>,
    /// Telephone and the like.
    pub contact: String,
}

/// In whose name the assessment is made and its documents are issued.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organisation {
    /// Name.
    pub name: Text,
    /// Telephone, address and the like.
    pub contact: String,
    /// What stands at the head of each document, such as 内部资料; empty for none.
    pub marking: String,
}

impl Reader {
    /// Everybody, by name.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Io`].
    pub fn people(&self) -> Result<Vec<Person>> {
        self.connection
            .prepare_cached(
                "SELECT name, role, unit.code, contact FROM person
                 LEFT JOIN unit ON unit.id = person.unit ORDER BY name",
            )?
            .query_and_then([], |row| {
                let role: String = row.get(1)?;
                Ok(Person {
                    name: row.get(0)?,
                    role: Role::of(&role)
                        .ok_or_else(|| StoreError::Corrupt(format!("role {role}").into()))?,
                    unit: row.get::<_, Option<String>>(2)?.map(UnitCode::from),
                    contact: row.get(3)?,
                })
            })?
            .collect()
    }

    /// In whose name the assessment is made; `None` where nobody has said.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn organisation(&self) -> Result<Option<Organisation>> {
        Ok(self
            .connection
            .prepare_cached("SELECT name_zh, name_en, contact, marking FROM organisation")?
            .query_row([], |row| {
                Ok(Organisation {
                    name: Text::new(row.get::<_, String>(0)?, row.get::<_, String>(1)?),
                    contact: row.get(2)?,
                    marking: row.get(3)?,
                })
            })
            .optional()?)
    }
}

impl Write<'_> {
    /// Adds somebody, or replaces what is known of them.
    ///
    /// # Errors
    /// [`StoreError::UnknownUnit`].
    pub fn save_person(&self, person: &Person) -> Result<()> {
        let unit = person.unit.as_ref().map(|code| self.unit_row(code));
        self.connection
            .prepare_cached(
                "INSERT INTO person (name, role, unit, contact) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (name) DO UPDATE SET role = ?2, unit = ?3, contact = ?4",
            )?
            .execute(params![
                person.name,
                person.role.code(),
                unit.transpose()?,
                person.contact
            ])?;
        let role = person.role.code().to_owned();
        self.record_change(Action::SavePerson, &person.name, &[("role", role)])
    }

    /// Takes somebody off the list; what they did stays in the audit trail. `false` where they were not
    /// on it.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn remove_person(&self, name: &str) -> Result<bool> {
        let removed = self
            .connection
            .execute("DELETE FROM person WHERE name = ?1", [name])?;
        if removed > 0 {
            self.record_change(Action::RemovePerson, name, &[])?;
        }
        Ok(removed > 0)
    }

    /// Sets in whose name the assessment is made.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn save_organisation(&self, organisation: &Organisation) -> Result<()> {
        let Organisation {
            name,
            contact,
            marking,
        } = organisation;
        self.connection.execute(
            "INSERT OR REPLACE INTO organisation (id, name_zh, name_en, contact, marking)
             VALUES (1, ?1, ?2, ?3, ?4)",
            params![name.zh, name.en, contact, marking],
        )?;
        self.record_change(
            Action::SaveOrganisation,
            &name.zh,
            &[("contact", contact.clone()), ("marking", marking.clone())],
        )
    }
}
