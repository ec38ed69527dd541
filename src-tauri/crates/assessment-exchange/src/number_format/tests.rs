#![allow(
    clippy::approx_constant,
    reason = "3.14159 is what stands in the workbook that the texts come from"
)]

use super::*;

fn check(code: &str, value: f64, expect: &str) {
    assert_eq!(
        NumberFormat::new(code).show(value, Epoch::Y1900),
        expect,
        "{value} by {code}"
    );
}

/// Every line of `cases.csv`: a value (behind a `'` a text), a format's code or `id` with its number, what is shown, and why
/// that is known. `Excel: TEXT()` stands where a spreadsheet program itself wrote the text into a workbook.
#[test]
fn every_case_of_the_table_is_shown() {
    let mut table = csv::Reader::from_reader(include_str!("cases.csv").as_bytes());
    let (mut lines, mut wrong) = (0, Vec::new());
    for line in table.records() {
        let line = line.unwrap();
        let (epoch, value, code, shown) = (&line[0], &line[1], &line[2], &line[3]);
        let epoch = match epoch {
            "1904" => Epoch::Y1904,
            _ => Epoch::Y1900,
        };
        let format = match code.strip_prefix("id ") {
            Some(id) => NumberFormat::new(builtin_code(id.parse().unwrap()).unwrap()),
            None => NumberFormat::new(code),
        };
        let got = match value.strip_prefix('\'') {
            Some(text) => format.show_text(text).into_owned(),
            None => format.show(value.parse().unwrap(), epoch),
        };
        if got != *shown {
            wrong.push(format!("{value} by {code}: {got:?}, not {shown:?}"));
        }
        lines += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(lines > 700, "{lines}");
}

#[test]
fn general_fits_eleven_characters() {
    for (value, expect) in [
        (0.0, "0"),
        (1.0, "1"),
        (-1.5, "-1.5"),
        (0.1 + 0.2, "0.3"),
        (1_234.567_890_12, "1234.56789"),
        (123_456_789.123, "123456789.1"),
        (1_234_567_890.123, "1234567890"),
        (12_345_678_901.0, "12345678901"),
        (12_345_678_901.5, "12345678902"),
        (123_456_789_012.0, "1.23457E+11"),
        (1e11, "1E+11"),
        (99_999_999_999.9, "1E+11"),
        (0.123_456_789_012, "0.123456789"),
        (0.012_345_678_9, "0.012345679"),
        (0.000_123_456_789, "0.000123457"),
        (0.000_01, "0.00001"),
        (0.000_012_345_678, "1.23457E-05"),
        (1e-10, "1E-10"),
        (-1e-10, "-1E-10"),
        (1.5e300, "1.5E+300"),
        (1.234_567_8e100, "1.2346E+100"),
        (1.0 / 3.0, "0.333333333"),
        (-2.0 / 3.0, "-0.666666667"),
    ] {
        assert_eq!(general(value), expect);
        check("General", value, expect);
        check("G/通用格式", value, expect);
    }
}

#[test]
fn places_points_and_groups() {
    check("0", 2.5, "3");
    check("0", -2.5, "-3");
    check("0.00", 1.005, "1.01");
    check("0.00", 0.0, "0.00");
    check("#,##0", 1_234_567.0, "1,234,567");
    check("#,##0", 12.0, "12");
    check("#,##0.00", -1234.5, "-1,234.50");
    check("#", 0.0, "");
    check("#.##", 5.0, "5.");
    check("#.00", 0.5, ".50");
    check("0.0#", 1.25, "1.25");
    check("0.0#", 1.0, "1.0");
    check("0.0??", 1.5, "1.5  ");
    check("0000", 42.0, "0042");
    check("????", 42.0, "  42");
    check("000-0000", 5_551_234.0, "555-1234");
    check("(000) 000-0000", 8_005_551_234.0, "(800) 555-1234");
    check("0,000", 5.0, "0,005");
    check("#,##0,", 1_234_567.0, "1,235");
    check("0.0,,\" M\"", 1_234_567.0, "1.2 M");
    check("0%", 0.855, "86%");
    check("0.0%", 0.1234, "12.3%");
    check("0%", 1.1 * 1.1, "121%");
    check("0.00E+00", 12_345.0, "1.23E+04");
    check("0.00E+00", 0.000_123, "1.23E-04");
    check("0.00E-00", 12_345.0, "1.23E04");
    check("##0.0E+0", 12_345.0, "12.3E+3");
    check("##0.0E+0", 999_999.0, "1.0E+6");
    check("0E+0", 9.9e9, "1E+10");
    check("0.00E+00", 0.0, "0.00E+00");
}

#[test]
fn literals_colours_and_fillers() {
    check("\"约\"0\"人\"", 12.0, "约12人");
    check("0\\x", 1.0, "1x");
    check("$#,##0.00", 1234.5, "$1,234.50");
    check("[$¥-804]#,##0.00", 1234.5, "¥1,234.50");
    check("[$€-2] #,##0", 10.0, "€ 10");
    check("[Red]0.0", 1.0, "1.0");
    check("[颜色3]0", 1.0, "1");
    check("0_)", 5.0, "5 ");
    check("0;[Red]0", -5.0, "5");
    check("0;(0);\"-\"", 0.0, "-");
    check("0;(0);\"-\"", -3.0, "(3)");
    check("0;;", -3.0, "");
    check(";;;", 3.0, "");
    check("\"A;B\"0", 3.0, "A;B3");
    check(
        "_($* #,##0.00_);_($* (#,##0.00);_($* \"-\"??_);_(@_)",
        1234.5,
        " $1,234.50 ",
    );
    check(
        "_($* #,##0.00_);_($* (#,##0.00);_($* \"-\"??_);_(@_)",
        -1234.5,
        " $(1,234.50)",
    );
    check("_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)", 0.0, " - ");
    check("General\" 件\"", 12.5, "12.5 件");
    check("0.00;-0.00;;@", 0.0, "");
    check("万0", 3.0, "万3");
}

#[test]
fn conditions_choose_their_section() {
    for (code, value, expect) in [
        ("[<10]#\" Wow\"", 1.0, "1 Wow"),
        ("[<10]#\" Wow\";0", 10.0, "10"),
        ("[>10]#\" Big\"", 11.0, "11 Big"),
        ("[>=100]0;[<0]\"neg \"0;0.0", 5.0, "5.0"),
        ("[>=100]0;[<0]\"neg \"0;0.0", -5.0, "neg 5"),
        ("[< 10]0\" few\";0", 3.0, "3 few"),
        ("[=1]\"是\";[=0]\"否\";General", 1.0, "是"),
        ("[=1]\"是\";[=0]\"否\";General", 0.0, "否"),
        ("[=1]\"是\";[=0]\"否\";General", 7.0, "7"),
        ("[>9999]0.0,\"千\";0", -5.0, "-5"),
    ] {
        check(code, value, expect);
    }
    // A lone condition that does not hold leaves the number as it is.
    check("[<10]#\" Wow\"", 11.0, "11");
}

#[test]
fn fractions_are_convergents() {
    check("# ?/?", 0.5, " 1/2");
    check("# ?/?", 1.5, "1 1/2");
    check("# ?/?", 3.0, "3    ");
    check("# ??/??", 5.3, "5  3/10");
    check("# ??/??", std::f64::consts::PI, "3  1/7 ");
    check("?/?", 1.5, "3/2");
    check("# ?/8", 2.25, "2 2/8");
    check("# ??/16", 0.062_5, "  1/16");
    check("# ???/???", 0.333, "   1/3  ");
    check("# ?/?", -1.25, "-1 1/4");
    check("# ?/2", 0.99, "1    ");
}

#[test]
fn days_and_times() {
    let serial = 45_356.354_340_277_8; // 2024-03-05 08:30:15
    check("yyyy-mm-dd", serial, "2024-03-05");
    check("yyyy\"年\"m\"月\"d\"日\"", serial, "2024年3月5日");
    check("yyyy年m月d日", serial, "2024年3月5日");
    check("m/d/yy", serial, "3/5/24");
    check("d-mmm-yy", serial, "5-Mar-24");
    check("mmmm d, yyyy", serial, "March 5, 2024");
    check("mmmmm", serial, "M");
    check("ddd dddd", serial, "Tue Tuesday");
    check("aaaa", serial, "星期二");
    check("[$-804]aaa", serial, "二");
    check("[$-804]dddd", serial, "星期二");
    check("[$-409]dddd", serial, "Tuesday");
    check(
        "[$-F800]dddd\\, mmmm dd\\, yyyy",
        serial,
        "Tuesday, March 05, 2024",
    );
    check("h:mm:ss", serial, "8:30:15");
    check("hh:mm AM/PM", serial, "08:30 AM");
    check("上午/下午h\"时\"mm\"分\"", 0.75, "下午6时00分");
    check("h:mm A/P", 0.5, "12:00 P");
    check("mm:ss", serial, "30:15");
    check("mm:ss.0", 1.26 / 86_400.0, "00:01.3");
    check("h:mm", 0.999_999_9, "0:00");
    check("m/d/yy h:mm", serial, "3/5/24 8:30");
    check(
        "[DBNum1]yyyy\"年\"m\"月\"d\"日\"",
        45_657.0,
        "二〇二四年十二月三十一日",
    );
    check("[DBNum2]General", 1_203.0, "壹仟贰佰零叁");
    check("[DBNum1]General", 100_005.0, "十万〇五");
    check("[DBNum3]0", 12.0, "１２");
    check("yyyy-mm-dd", 60.0, "1900-02-29");
    check("yyyy-mm-dd", 59.0, "1900-02-28");
    check("yyyy-mm-dd", 61.0, "1900-03-01");
    check("yyyy-mm-dd", 1.0, "1900-01-01");
    check("m/d/yyyy", 0.0, "1/0/1900");
    check("yyyy-mm-dd", -1.0, "########");
    check("yyyy-mm-dd", 3e6, "########");
    assert_eq!(
        NumberFormat::new("yyyy-mm-dd").show(0.0, Epoch::Y1904),
        "1904-01-01"
    );
    assert_eq!(
        NumberFormat::new("yyyy-mm-dd").show(43_894.0, Epoch::Y1904),
        "2024-03-05"
    );
}

/// From a workbook of another project whose expected texts were written by a spreadsheet program.
#[test]
fn spans_of_time() {
    for (code, value, expect) in [
        ("[h]:m:s.000", 3.141_59, "75:23:53.376"),
        ("[m]:s.000", 3.141_59, "4523:53.376"),
        ("[s].000", 3.141_59, "271433.376"),
        ("[hh]:mm:ss.0", 3.141_59, "75:23:53.4"),
        ("[mm]:ss.0", 3.141_59, "4523:53.4"),
        (
            "\"It was \"[h]\" [yes, \"h\"] hours and \"mm:ss",
            3.141_59,
            "It was 75 [yes, 75] hours and 23:53",
        ),
        ("[h]:m:s.000", 0.085_462_963, "2:3:4.000"),
        ("[hh]:mm:ss.0", 0.085_462_963, "02:03:04.0"),
        ("[ss].000", 0.0, "00.000"),
        ("[h]:m:s.000", -0.085_462_963, "-2:3:4.000"),
        (
            "[s]\" [yes, \"ss\"] seconds\"",
            -3.141_59,
            "-271433 [yes, 271433] seconds",
        ),
        ("[h]:mm", 1.5, "36:00"),
    ] {
        check(code, value, expect);
    }
}

#[test]
fn text_and_what_formats_are() {
    assert_eq!(NumberFormat::new("0;0;0;\"文 \"@").show_text("x"), "文 x");
    assert_eq!(NumberFormat::new("@\"号\"").show_text("x"), "x号");
    assert_eq!(NumberFormat::new("0.00").show_text("x"), "x");
    assert_eq!(NumberFormat::new(";;;").show_text("x"), "");
    check("@", 12.5, "12.5");
    assert!(NumberFormat::new("0.0%").is_percent());
    assert!(!NumberFormat::new("0\"%\"").is_percent());
    assert!(NumberFormat::new("yyyy/m/d").is_date());
    assert!(!NumberFormat::new("[h]:mm").is_date());
    assert!(!NumberFormat::new("[Red]0.00").is_date());
    // Nothing that stands in a file as a code may stop the reading of it.
    for odd in [
        "\"open", "[", "[$", "\\", "_", "*", "0E", "0/0/0", "E+", "....", "?/", "/16", "[DBNum1]",
    ] {
        let format = NumberFormat::new(odd);
        for value in [0.0, -1.5, 1e300, 1e-300, 45_356.0, f64::MAX, f64::NAN] {
            let _ = format.show(value, Epoch::Y1900);
        }
    }
    // Wider than anything can be padded to.
    let wide = 70_000;
    for odd in [
        format!("[{}]", "h".repeat(wide)),
        format!("[h]:{}", "m".repeat(wide)),
        format!("s.{}", "0".repeat(wide)),
    ] {
        let shown = NumberFormat::new(&odd).show(1.5, Epoch::Y1900);
        assert!(shown.contains(|c: char| c.is_ascii_digit()), "{shown}");
    }
}
