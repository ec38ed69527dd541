//! What crosses the pipe to the process that parses, and back.

use assessment_models::{Framework, Round, Unit, draft::Kind};
use serde::{Deserialize, Serialize};

use crate::{
    error::ExchangeError,
    intake::{Amendment, Hidden, KnownFinding, ParseContext, Parsed, parse_owned},
    mapping::Mapping,
};

#[derive(Serialize)]
struct Outgoing<'a> {
    file_name: &'a str,
    framework: &'a Framework,
    context: &'a ParseContext<'a>,
}

#[derive(Deserialize)]
struct Incoming {
    file_name: String,
    framework: Framework,
    context: OwnedContext,
}

/// [`ParseContext`], owned; the fields stand in the same order.
#[derive(Deserialize)]
struct OwnedContext {
    units: Vec<Unit>,
    round: Option<Round>,
    mapping: Option<Mapping>,
    kind: Option<Kind>,
    hidden: Hidden,
    encoding: Option<String>,
    show: bool,
    amendments: Vec<Amendment>,
    count_only: bool,
    findings: Vec<KnownFinding>,
}

/// A request to parse: everything that [`parse`] takes, in one run of bytes.
///
/// # Errors
///
/// [`ExchangeError::Message`] where it cannot be written down.
pub fn encode_request(
    bytes: &[u8],
    file_name: &str,
    framework: &Framework,
    context: &ParseContext<'_>,
) -> Result<Vec<u8>, ExchangeError> {
    let mut message = postcard::to_stdvec(&Outgoing {
        file_name,
        framework,
        context,
    })
    .map_err(|_| ExchangeError::Message)?;
    message.extend_from_slice(bytes);
    Ok(message)
}

/// Answers a request: parses, and writes the result down. This is all that the parsing process does. The
/// request's memory is given back as soon as the file's content is read out of it.
#[must_use]
pub fn answer_request(message: Vec<u8>) -> Vec<u8> {
    let taken = postcard::take_from_bytes::<Incoming>(&message)
        .map(|(request, file)| (request, message.len() - file.len()));
    let result = match taken {
        Err(_) => Err(ExchangeError::Message),
        Ok((request, file_at)) => {
            let context = ParseContext {
                units: &request.context.units,
                round: request.context.round.as_ref(),
                mapping: request.context.mapping.as_ref(),
                kind: request.context.kind,
                hidden: request.context.hidden,
                encoding: request.context.encoding.as_deref(),
                show: request.context.show,
                amendments: &request.context.amendments,
                count_only: request.context.count_only,
                findings: &request.context.findings,
            };
            parse_owned(
                message,
                file_at,
                &request.file_name,
                &request.framework,
                &context,
            )
        }
    };
    encode_result(&result)
}

/// A result as bytes.
#[must_use]
pub fn encode_result(result: &Result<Parsed, ExchangeError>) -> Vec<u8> {
    // Plain data always has a form; an empty message is read as incomplete.
    postcard::to_stdvec(result).unwrap_or_default()
}

/// The result that [`answer_request`] wrote.
///
/// # Errors
///
/// What the parser said; [`ExchangeError::Message`] where the bytes are cut off.
pub fn decode_result(message: &[u8]) -> Result<Parsed, ExchangeError> {
    postcard::from_bytes::<Result<Parsed, ExchangeError>>(message)
        .unwrap_or(Err(ExchangeError::Message))
}
