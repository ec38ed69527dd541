//! Templates of documents: the built-in one to be copied, a person's own with every fault named.

use std::{fs, path::Path};

use assessment_models::text::Lang;
use assessment_reports::briefing::{FaultAt, Section, Template};

use crate::{
    failure::{Code, Failure},
    wire::{SectionView, TemplateFaultView, TemplateView},
    words::{own, own_filled},
};

/// The template of a path, or the built-in one of a language; every fault of it where it has any.
type Read = Result<Template, Vec<FaultAt>>;

fn read(path: &str, lang: Lang) -> Result<Read, Failure> {
    if path.is_empty() {
        return Ok(Ok(Template::built_in(lang).clone()));
    }
    let path = Path::new(path);
    let text = fs::read(path).map_err(|e| Failure::io(path, e))?;
    // What is no text is no TOML either, and is told at the line where it is.
    Ok(Template::parse(&String::from_utf8_lossy(&text)))
}

/// The template of a path, or the built-in one of a language, with these sections where any are named.
pub(super) fn template(path: &str, lang: Lang, sections: &[String]) -> Result<Template, Failure> {
    let template = read(path, lang)?.map_err(|faults| {
        let said: Vec<String> = faults.iter().map(|f| located(f, lang)).collect();
        Failure::new(Code::BadTemplate)
            .with("path", &path)
            .with("count", &faults.len())
            .with("faults", &said.join(own("list_of_faults", lang)))
    })?;
    if sections.is_empty() {
        return Ok(template);
    }
    let named = sections.iter().map(|word| {
        Section::of(word).ok_or_else(|| {
            Failure::new(Code::BadArgument)
                .with("name", "sections")
                .with("value", word)
        })
    });
    let mut named: Vec<Section> = named.collect::<Result<_, _>>()?;
    let mut seen = Vec::new();
    named.retain(|section| {
        let first = !seen.contains(section);
        seen.push(*section);
        first
    });
    Ok(template.with_sections(named))
}

/// A fault in words, with its line.
fn located(fault: &FaultAt, lang: Lang) -> String {
    let (line, said) = (fault.line.to_string(), fault.sentence(lang));
    own_filled("fault_at_line", &[("line", &line), ("said", &said)], lang)
}

/// What a template says of sections, and what is wrong with it; faults are told in `words`.
///
/// # Errors
/// What the system says of the file.
pub fn template_view(path: &str, lang: Lang, words: Lang) -> Result<TemplateView, Failure> {
    let (template, faults) = match read(path, lang)? {
        Ok(template) => (template, Vec::new()),
        Err(faults) => (Template::built_in(lang).clone(), faults),
    };
    let left_out = Section::ALL.into_iter().map(|(_, section)| section);
    let left_out = left_out.filter(|section| !template.sections.contains(section));
    let shown = template.sections.iter().map(|section| (*section, true));
    let sections = shown.chain(left_out.map(|section| (section, false)));
    Ok(TemplateView {
        lang: template.lang.tag().to_owned(),
        sections: sections
            .map(|(section, shown)| SectionView {
                id: section.word().to_owned(),
                name: template.heading(section).to_owned(),
                shown,
            })
            .collect(),
        faults: faults
            .iter()
            .map(|fault| TemplateFaultView {
                line: fault.line.try_into().unwrap_or(u32::MAX),
                key: fault.key.clone(),
                code: fault.fault.code().to_owned(),
                what: fault.sentence(words),
            })
            .collect(),
    })
}

/// The text of the built-in template, to be copied and edited.
///
/// # Errors
/// What the system says of the file, [`Code::AlreadyExists`] where there is one.
pub fn export_template(path: &Path, lang: Lang) -> Result<(), Failure> {
    if path.exists() {
        return Err(Failure::new(Code::AlreadyExists).with("path", &path.display()));
    }
    crate::files::write(path, Template::example(lang).as_bytes())
}
