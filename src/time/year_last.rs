//! Dates in numbers, the year last.
//!
//! Read: `17/05/2022`, `05/17/2022`, `17-05-2022`, `17.05.2022`, because no month has that number.
//! Refused unless a generator's [rules](super::rules) say what it is: `03/04/2022`; a year of two digits.

use chrono::NaiveDate;

use super::calendar::date;
use super::error::{DateErrorKind, Result};
use super::rules::NumberOrder;
use super::scan::{DateScanner, Number};

/// Reads a date from behind its `first` number, if two more follow.
pub(super) fn parse(scanner: &mut DateScanner<'_>, first: Number) -> Result<Option<NaiveDate>> {
    let mut ahead = *scanner;
    let Some(separator) = ahead.eat_any(&["/", "-", "."]) else {
        return Ok(None);
    };
    let Some(second) = ahead.digits() else {
        return Ok(None);
    };
    if !ahead.eat(separator) {
        return Err(ahead.expected("the year"));
    }
    let year = ahead.number("the year")?;
    *scanner = ahead;
    let order = scanner.rules().order;
    let with_century = |year: Number| Number {
        value: year.value + if year.value < 50 { 2000 } else { 1900 },
        ..year
    };
    let (day, month, year) = match (order, year.len) {
        (NumberOrder::DayFirst, 2) => (year, second, with_century(first)),
        (NumberOrder::MonthFirst | NumberOrder::MonthPreferred, 2) => {
            (second, first, with_century(year))
        }
        (_, 1..=3) => return Err(scanner.wrong(DateErrorKind::ShortYear, year)),
        (NumberOrder::MonthFirst | NumberOrder::MonthPreferred, _) => (second, first, year),
        _ => (first, second, year),
    };
    let as_ordered = date(scanner, year, month, day);
    let otherwise = || date(scanner, year, day, month);
    match as_ordered {
        Ok(day_first) if order == NumberOrder::Unknown => match otherwise() {
            Ok(month_first) if month_first != day_first => {
                let kind = DateErrorKind::UncertainOrder {
                    day_first,
                    month_first,
                };
                Err(scanner.wrong_since(kind, first.start))
            }
            _ => Ok(Some(day_first)),
        },
        Ok(date) => Ok(Some(date)),
        Err(error) if matches!(order, NumberOrder::Unknown | NumberOrder::MonthPreferred) => {
            otherwise().map(Some).map_err(|_| error)
        }
        Err(error) => Err(error),
    }
}
