//! The tables of `extract` as Parquet: a file holds the rows of many articles in groups. Cells are
//! optional; several words and spans are lists. Same rows, same bytes.

use std::mem;
use std::sync::Arc;

use jiff::civil::{Date, date};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::errors::Result;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};

use super::Points;
use super::tables::{Cell, Column, ENTITIES, EntityRow, Rows, STATEMENTS, StatementRow};

/// Rows of one group, about 10 MB in memory: a reader takes a group at once.
const GROUP: usize = 16_384;

/// Both tables of a run, while a file of each is filled.
pub struct Tables {
    statements: Table<StatementRow>,
    entities: Table<EntityRow>,
    most: usize,
}

impl Tables {
    /// With nothing in them; their files are whole from so many statements on.
    pub fn of(most: usize) -> Result<Tables> {
        Ok(Tables { statements: Table::new(STATEMENTS)?, entities: Table::new(ENTITIES)?, most })
    }

    /// Adds the rows of an article.
    pub fn add(&mut self, rows: &Rows) -> Result<()> {
        self.statements.add(&rows.statements)?;
        self.entities.add(&rows.entities)
    }

    /// Whether the files are long enough.
    pub fn are_whole(&self) -> bool {
        self.statements.count >= self.most
    }

    /// Whether there is no row in them.
    pub fn are_empty(&self) -> bool {
        self.statements.count + self.entities.count == 0
    }

    /// The files, of statements and of entities; new ones begin.
    pub fn close(&mut self) -> Result<[Vec<u8>; 2]> {
        let all = mem::replace(self, Tables::of(self.most)?);
        Ok([all.statements.close()?, all.entities.close()?])
    }
}

/// A file of one table.
struct Table<Row: 'static> {
    columns: &'static [Column<Row>],
    leaves: Vec<Leaf>,
    writer: SerializedFileWriter<Vec<u8>>,
    count: usize,
}

impl<Row: Default> Table<Row> {
    fn new(columns: &'static [Column<Row>]) -> Result<Table<Row>> {
        let empty = Row::default();
        let fields = columns.iter().map(|(name, cell)| field(name, cell(&empty)));
        let fields = fields.collect::<Result<Vec<TypePtr>>>()?;
        let schema = Type::group_type_builder("row").with_fields(fields).build()?;
        let leaves = columns.iter().flat_map(|(_, cell)| leaves(cell(&empty))).collect();
        let writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), properties())?;
        Ok(Table { columns, leaves, writer, count: 0 })
    }

    fn add(&mut self, rows: &[Row]) -> Result<()> {
        for row in rows {
            let mut leaves = self.leaves.iter_mut();
            for (_, cell) in self.columns {
                put(cell(row), &mut leaves);
            }
            self.count += 1;
            if self.count.is_multiple_of(GROUP) {
                self.write_group()?;
            }
        }
        Ok(())
    }

    fn write_group(&mut self) -> Result<()> {
        let mut group = self.writer.next_row_group()?;
        for leaf in &mut self.leaves {
            leaf.write(&mut group)?;
        }
        group.close().map(drop)
    }

    fn close(mut self) -> Result<Vec<u8>> {
        if !self.count.is_multiple_of(GROUP) {
            self.write_group()?;
        }
        self.writer.into_inner()
    }
}

fn properties() -> WriterPropertiesPtr {
    Arc::new(WriterProperties::builder().set_compression(Compression::SNAPPY).build())
}

/// How a column is called and what it holds.
fn field(name: &str, cell: Cell) -> Result<TypePtr> {
    let one = |name: &str, physical, logical, repetition| {
        let builder = Type::primitive_type_builder(name, physical);
        Ok(Arc::new(builder.with_logical_type(logical).with_repetition(repetition).build()?))
    };
    let optional = Repetition::OPTIONAL;
    match cell {
        Cell::Word(_) => one(name, Physical::BYTE_ARRAY, Some(LogicalType::String), optional),
        Cell::Whole(_) => one(name, Physical::INT32, None, optional),
        Cell::Real(_) => one(name, Physical::DOUBLE, None, optional),
        Cell::Day(_) => one(name, Physical::INT32, Some(LogicalType::Date), optional),
        Cell::Words(_) => {
            let word = Some(LogicalType::String);
            list(name, one("element", Physical::BYTE_ARRAY, word, Repetition::REQUIRED)?)
        }
        Cell::Spans(_) => {
            let end = |name| one(name, Physical::INT32, None, Repetition::REQUIRED);
            let span = Type::group_type_builder("element")
                .with_repetition(Repetition::REQUIRED)
                .with_fields(vec![end("start")?, end("end")?]);
            list(name, Arc::new(span.build()?))
        }
    }
}

/// A list that is always there, as the format wants it written: a group in a group.
fn list(name: &str, element: TypePtr) -> Result<TypePtr> {
    let inner = Type::group_type_builder("list")
        .with_repetition(Repetition::REPEATED)
        .with_fields(vec![element]);
    let outer = Type::group_type_builder(name)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::List))
        .with_fields(vec![Arc::new(inner.build()?)]);
    Ok(Arc::new(outer.build()?))
}

/// Values of one column that goes to the disk, as Parquet has it: what is there, how much of it is
/// there (`defined`), and in a list whether a value begins a new one (`repeated`).
struct Leaf {
    values: Values,
    defined: Vec<i16>,
    repeated: Option<Vec<i16>>,
}

enum Values {
    Word(Vec<ByteArray>),
    Whole(Vec<i32>),
    Real(Vec<f64>),
}

/// The leaves of a column of that kind.
fn leaves(cell: Cell) -> Vec<Leaf> {
    let leaf = |values, listed: bool| Leaf {
        values,
        defined: Vec::new(),
        repeated: listed.then(Vec::new),
    };
    match cell {
        Cell::Word(_) => vec![leaf(Values::Word(Vec::new()), false)],
        Cell::Whole(_) | Cell::Day(_) => vec![leaf(Values::Whole(Vec::new()), false)],
        Cell::Real(_) => vec![leaf(Values::Real(Vec::new()), false)],
        Cell::Words(_) => vec![leaf(Values::Word(Vec::new()), true)],
        Cell::Spans(_) => (0..2).map(|_| leaf(Values::Whole(Vec::new()), true)).collect(),
    }
}

/// Puts a cell into the leaves of its column.
fn put<'a>(cell: Cell, leaves: &mut impl Iterator<Item = &'a mut Leaf>) {
    let mut leaf = || leaves.next().expect("as many leaves as columns ask for");
    match cell {
        Cell::Word(word) => leaf().put(word.map(text)),
        Cell::Whole(number) => leaf().put(number.map(whole)),
        Cell::Real(number) => leaf().put(number.map(Value::Real)),
        Cell::Day(day) => leaf().put(day.map(days)),
        Cell::Words(words) => leaf().put_list(words.iter().map(|word| text(word))),
        Cell::Spans(spans) => {
            for end in 0..2 {
                leaf().put_list(spans.iter().map(|span: &Points| whole(span[end])));
            }
        }
    }
}

enum Value {
    Word(ByteArray),
    Whole(i32),
    Real(f64),
}

fn text(word: &str) -> Value {
    Value::Word(ByteArray::from(word))
}

/// A text has at most 16 MB: what counts in it fits.
fn whole(number: usize) -> Value {
    Value::Whole(i32::try_from(number).unwrap_or(i32::MAX))
}

/// Days since 1970, as Parquet counts them.
fn days(day: Date) -> Value {
    let since = day.since(date(1970, 1, 1)).map_or(0, |span| span.get_days());
    Value::Whole(since)
}

impl Leaf {
    fn put(&mut self, value: Option<Value>) {
        self.defined.push(i16::from(value.is_some()));
        self.values.extend(value);
    }

    fn put_list(&mut self, values: impl ExactSizeIterator<Item = Value>) {
        let repeated = self.repeated.get_or_insert_default();
        // An empty list is a place without a value.
        self.defined.extend((0..values.len().max(1)).map(|_| i16::from(values.len() > 0)));
        repeated.extend((0..values.len().max(1)).map(|at| i16::from(at > 0)));
        self.values.extend(values);
    }

    /// Writes the column of a group, and empties it.
    fn write(&mut self, group: &mut SerializedRowGroupWriter<Vec<u8>>) -> Result<()> {
        let Some(mut column) = group.next_column()? else { return Ok(()) };
        let (defined, repeated) = (Some(&self.defined[..]), self.repeated.as_deref());
        match &self.values {
            Values::Word(all) => {
                column.typed::<ByteArrayType>().write_batch(all, defined, repeated)?;
            }
            Values::Whole(all) => {
                column.typed::<Int32Type>().write_batch(all, defined, repeated)?;
            }
            Values::Real(all) => {
                column.typed::<DoubleType>().write_batch(all, defined, repeated)?;
            }
        }
        column.close()?;
        self.values.clear();
        self.defined.clear();
        self.repeated.iter_mut().for_each(Vec::clear);
        Ok(())
    }
}

impl Values {
    fn extend(&mut self, values: impl IntoIterator<Item = Value>) {
        for value in values {
            match (&mut *self, value) {
                (Values::Word(all), Value::Word(value)) => all.push(value),
                (Values::Whole(all), Value::Whole(value)) => all.push(value),
                (Values::Real(all), Value::Real(value)) => all.push(value),
                _ => unreachable!("a column holds one kind of thing"),
            }
        }
    }

    fn clear(&mut self) {
        match self {
            Values::Word(all) => all.clear(),
            Values::Whole(all) => all.clear(),
            Values::Real(all) => all.clear(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    use crate::export::tables;
    use parquet::file::reader::{FileReader, SerializedFileReader};

    #[test]
    fn rows_come_back_and_the_same_rows_are_the_same_bytes() {
        let write = || {
            let mut all = Tables::of(1).unwrap();
            assert!(all.are_empty());
            for at in 0..GROUP + 3 {
                all.add(&tables::failed(&format!("{at}\u{1b}.txt"), "is empty")).unwrap();
            }
            all.close().unwrap()
        };
        let [statements, entities] = write();
        assert_eq!([statements.clone(), entities.clone()], write());
        let open = |bytes: &[u8]| {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(bytes).unwrap();
            SerializedFileReader::new(file).unwrap()
        };
        let reader = open(&statements);
        let rows: Vec<String> =
            reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
        assert_eq!((rows.len(), reader.num_row_groups()), (GROUP + 3, 2));
        assert!(
            rows[1].contains("article: \"1\u{1b}.txt\"") && rows[1].contains("error: \"is empty\"")
        );
        assert!(rows[1].contains("speakers: []") && rows[1].contains("date: null"), "{}", rows[1]);
        assert_eq!(open(&entities).metadata().file_metadata().num_rows(), 0);
    }

    #[test]
    fn days_count_from_1970() {
        let Value::Whole(days) = days(date(2026, 3, 1)) else { panic!() };
        assert_eq!(days, 20_513);
    }
}
