//! Where a run writes: through a pipe, into files that grow, or into a folder of tables.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::Order;
use super::record::Record;
use crate::disk::growing::{Growing, Parts, Place};
use crate::disk::output::Output;
use crate::export::findings::{Findings, Written};
use crate::export::parquet::Tables;
use crate::export::tables::TABLES;

/// Where rows go.
pub(super) enum Sink {
    /// A pipe or a device: what is written is gone.
    Through(Box<dyn Write>),
    /// A file for the statements, and one for the entities if they are wanted.
    Files(Vec<Growing>, Vec<Place>),
    /// Both tables in numbered files: the next number, and those that are being filled.
    Folder(Parts, usize, Box<Tables>, Vec<Place>),
}

impl Sink {
    /// Standard output, or the pipe or device of that name.
    pub(super) fn through(to: Findings, device: Option<&Path>) -> io::Result<Sink> {
        let mut out: Box<dyn Write> = match device {
            None => Box::new(BufWriter::new(io::stdout().lock())),
            Some(path) => Box::new(Output::create(path)?),
        };
        out.write_all(to.heads()[0].as_bytes())?;
        Ok(Sink::Through(out))
    }

    /// Begins at these places.
    pub(super) fn begin(order: &Order, places: Vec<Place>) -> io::Result<Sink> {
        if order.to == Findings::Parquet {
            return Sink::folder(places, order.rows, 0);
        }
        let mut files = Vec::new();
        for (place, head) in places.iter().zip(order.to.heads()) {
            let mut file = Growing::begin(&place.part())?;
            file.write_all(head.as_bytes())?;
            files.push(file);
        }
        Ok(Sink::Files(files, places))
    }

    /// Goes on behind what is sure.
    pub(super) fn again(order: &Order, places: Vec<Place>, record: &Record) -> io::Result<Sink> {
        if order.to == Findings::Parquet {
            return Sink::folder(places, order.rows, record.parts);
        }
        let all = places.iter().zip(&record.lengths);
        let files = all.map(|(place, length)| Growing::again(&place.part(), *length));
        Ok(Sink::Files(files.collect::<io::Result<_>>()?, places))
    }

    fn folder(places: Vec<Place>, rows: usize, parts: usize) -> io::Result<Sink> {
        let folder = Parts::of(places[0].part(), TABLES, parts)?;
        let tables = Tables::of(rows).map_err(io::Error::other)?;
        Ok(Sink::Folder(folder, parts, Box::new(tables), places))
    }

    /// Writes what a job came to.
    pub(super) fn put(&mut self, all: Vec<Written>) -> io::Result<()> {
        for one in all {
            match (&mut *self, one) {
                (Sink::Through(out), Written::Text(texts)) => out.write_all(texts[0].as_bytes())?,
                (Sink::Files(files, _), Written::Text(texts)) => {
                    for (file, text) in files.iter_mut().zip(texts) {
                        file.write_all(text.as_bytes())?;
                    }
                }
                (Sink::Folder(_, _, tables, _), Written::Rows(rows)) => {
                    tables.add(&rows).map_err(io::Error::other)?;
                }
                _ => unreachable!("a run writes one format"),
            }
        }
        Ok(())
    }

    /// Nothing more came yet: who reads along should see all there is.
    pub(super) fn idle(&mut self) -> io::Result<()> {
        if let Sink::Through(out) = self { out.flush() } else { Ok(()) }
    }

    /// Whether all that was written can be made sure at this point.
    pub(super) fn can_be_kept(&self) -> bool {
        match self {
            Sink::Through(_) => false,
            Sink::Files(..) => true,
            Sink::Folder(_, _, tables, _) => tables.are_empty(),
        }
    }

    /// Whether it has to be.
    pub(super) fn is_due(&self) -> bool {
        matches!(self, Sink::Folder(_, _, tables, _) if tables.are_whole())
    }

    /// Makes sure what was written: the bytes of each file, the files of each table.
    pub(super) fn sync(&mut self) -> io::Result<(Vec<u64>, usize)> {
        match self {
            Sink::Through(_) => Ok((Vec::new(), 0)),
            Sink::Files(files, _) => {
                Ok((files.iter_mut().map(Growing::sync).collect::<io::Result<_>>()?, 0))
            }
            Sink::Folder(folder, next, tables, _) => {
                if !tables.are_empty() {
                    folder.put(*next, &tables.close().map_err(io::Error::other)?)?;
                    *next += 1;
                }
                Ok((Vec::new(), *next))
            }
        }
    }

    /// Nothing more comes: a table without rows has a file too, so that it has columns.
    pub(super) fn end(&mut self) -> io::Result<()> {
        match self {
            Sink::Folder(folder, next @ 0, tables, _) if tables.are_empty() => {
                folder.put(0, &tables.close().map_err(io::Error::other)?)?;
                *next = 1;
                Ok(())
            }
            other => other.idle(),
        }
    }

    /// Gives what was written its name.
    pub(super) fn finish(self) -> io::Result<()> {
        match self {
            Sink::Through(_) => Ok(()),
            Sink::Files(files, places) => {
                drop(files);
                Sink::finish_places(&places)
            }
            Sink::Folder(.., places) => Sink::finish_places(&places),
        }
    }

    /// The same, of a run that was ended between its last row and that.
    pub(super) fn finish_places(places: &[Place]) -> io::Result<()> {
        places.iter().try_for_each(Place::finish)
    }
}
