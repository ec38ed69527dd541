//! The shape of the documents that scripts read: what is there, and of which kind. Only added to.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    hezhi::{on, run},
    province::copy,
};

/// The kinds of a document's parts; of a list that of its parts together, of numbers and words none.
fn shape(value: &Value) -> Value {
    match value {
        Value::Null => json!("null"),
        Value::Bool(_) => json!("bool"),
        Value::Number(_) => json!("number"),
        Value::String(_) => json!("string"),
        Value::Array(parts) => {
            let mut all = Value::Null;
            for part in parts {
                all = both(all, shape(part));
            }
            json!([all])
        }
        Value::Object(parts) => {
            let fields: BTreeMap<&String, Value> = parts
                .iter()
                .map(|(name, part)| (name, shape(part)))
                .collect();
            // A table by codes has one shape for all of them.
            let by_code = |name: &&String| name.starts_with(|c: char| c.is_ascii_uppercase());
            if !fields.is_empty() && fields.keys().all(by_code) {
                let all = fields.into_values().fold(Value::Null, both);
                return json!({ "<code>": all });
            }
            json!(fields)
        }
    }
}

/// What two parts of one list have between them.
fn both(a: Value, b: Value) -> Value {
    match (a, b) {
        (Value::Null, other) | (other, Value::Null) => other,
        (Value::Object(a), Value::Object(b)) => {
            let mut all = a;
            for (name, part) in b {
                let own = all.remove(&name).unwrap_or_default();
                all.insert(name, both(own, part));
            }
            let sorted: BTreeMap<String, Value> = all.into_iter().collect();
            json!(sorted)
        }
        (Value::Array(a), Value::Array(b)) => {
            let part = |list: Vec<Value>| list.into_iter().next().unwrap_or_default();
            json!([both(part(a), part(b))])
        }
        (a, b) if a == b => a,
        (a, b) => {
            let mut kinds: Vec<String> = [&a, &b]
                .iter()
                .flat_map(|v| v.as_str().unwrap_or("object").split('|'))
                .map(str::to_owned)
                .collect();
            kinds.sort();
            kinds.dedup();
            json!(kinds.join("|"))
        }
    }
}

#[test]
fn documents_keep_their_shape() {
    let (folder, path) = copy();
    let out = folder.path().join("out");
    let out = out.to_str().unwrap();
    let wide = folder.path().join("wide.csv");
    std::fs::write(&wide, "单位代码,A1.1.2\nD01,97\nD02,x\n").unwrap();
    let wide = wide.to_str().unwrap();
    let empty = folder.path().join("empty.csv");
    std::fs::write(&empty, "").unwrap();
    let empty = empty.to_str().unwrap();
    let documents = json!({
        "check": shape(&on("check", &path, &[]).document()),
        "import": shape(&on("import", &path, &[wide, empty]).document()),
        "refused": shape(&on("import", &path, &[empty]).document()),
        "report": shape(&on("report", &path, &["--out", out, "--only", "workbook"]).document()),
        "round": shape(&run(&["round", "list", path.to_str().unwrap(), "--json"]).document()),
        "score": shape(&on("score", &path, &[]).document()),
        "undo": shape(&on("undo", &path, &["1"]).document()),
    });
    insta::assert_json_snapshot!(documents);
}
