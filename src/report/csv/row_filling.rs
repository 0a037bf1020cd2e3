//! From a row as the outcome document writes it to the cells that a table wants of it, without the document in between.

use std::fmt;

use serde::Serialize;
use serde::ser::{
    Error, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, Serializer,
};

use super::cells::Cell;

/// Where the wanted values stand in a row: the fields by name, and within them theirs.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    /// The columns that this value stands in.
    slots: Vec<usize>,
    fields: Vec<(String, Node)>,
}

impl Node {
    /// The tree of these columns; each names the fields that lead to its cells, from the outermost inwards.
    pub fn of<'c>(columns: impl Iterator<Item = &'c [String]>) -> Self {
        let mut root = Self::default();
        for (slot, path) in columns.enumerate() {
            let end = path.iter().fold(&mut root, |node, name| node.field(name));
            end.slots.push(slot);
        }
        root
    }

    fn field(&mut self, name: &str) -> &mut Self {
        let at = self.fields.iter().position(|(known, _)| known == name);
        let at = at.unwrap_or_else(|| {
            self.fields.push((name.to_owned(), Self::default()));
            self.fields.len() - 1
        });
        &mut self.fields[at].1
    }

    /// Fills the cells from a row that has fields, or is a sequence of cells in order.
    ///
    /// # Errors
    /// The row is none that a document could hold.
    pub fn fill(&self, row: &impl Serialize, cells: &mut [Cell]) -> Result<(), fmt::Error> {
        cells.fill(Cell::Empty);
        row.serialize(Filling {
            node: self,
            root: self,
            cells,
        })
    }
}

/// A single value.
///
/// # Errors
/// It is none that a document could hold.
pub(super) fn single(value: &impl Serialize) -> Result<Cell, fmt::Error> {
    let mut cell = Cell::Empty;
    fill_one(value, &mut cell)?;
    Ok(cell)
}

fn fill_one(value: &(impl Serialize + ?Sized), cell: &mut Cell) -> Result<(), fmt::Error> {
    let node = Node {
        slots: vec![0],
        fields: Vec::new(),
    };
    value.serialize(Filling {
        node: &node,
        root: &node,
        cells: std::slice::from_mut(cell),
    })
}

/// Puts what is serialized where it is wanted.
struct Filling<'a> {
    node: &'a Node,
    root: &'a Node,
    cells: &'a mut [Cell],
}

impl Filling<'_> {
    fn put(self, cell: &Cell) -> Result<(), fmt::Error> {
        for slot in &self.node.slots {
            match (cell, self.cells.get_mut(*slot)) {
                (Cell::Word(word), Some(into)) => into.say(word),
                (cell, Some(into)) => into.clone_from(cell),
                (_, None) => (),
            }
        }
        Ok(())
    }
}

/// The fields of a value, in the order in which they are serialized.
struct Fields<'a> {
    of: Filling<'a>,
    /// Where the next field is looked for first: rows have the same fields in the same order.
    next: usize,
    key: Cell,
}

impl Fields<'_> {
    fn field(&mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Result<(), fmt::Error> {
        let fields = &self.of.node.fields;
        let is_here = |at: &usize| fields.get(*at).is_some_and(|(known, _)| known == name);
        let at = Some(self.next).filter(is_here);
        let Some(at) = at.or_else(|| (0..fields.len()).find(is_here)) else {
            return Ok(());
        };
        self.next = at + 1;
        value.serialize(Filling {
            node: &fields[at].1,
            root: self.of.root,
            cells: self.of.cells,
        })
    }
}

/// The elements of a sequence: cells in order where it is a row, nothing elsewhere.
struct Elements<'a> {
    of: Filling<'a>,
    next: usize,
}

impl<'a> Elements<'a> {
    fn of(filling: Filling<'a>) -> Self {
        Self {
            next: 0,
            of: filling,
        }
    }

    fn element(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), fmt::Error> {
        let is_row = std::ptr::eq(self.of.node, self.of.root);
        if let Some(cell) = self.of.cells.get_mut(self.next).filter(|_| is_row) {
            fill_one(value, cell)?;
        }
        self.next += 1;
        Ok(())
    }
}

type Never = Impossible<(), fmt::Error>;

impl<'a> Serializer for Filling<'a> {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Elements<'a>;
    type SerializeTuple = Elements<'a>;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Fields<'a>;
    type SerializeStruct = Fields<'a>;
    type SerializeStructVariant = Never;

    fn serialize_bool(self, value: bool) -> Result<(), fmt::Error> {
        self.put(&Cell::Truth(value))
    }

    fn serialize_i8(self, value: i8) -> Result<(), fmt::Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), fmt::Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), fmt::Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), fmt::Error> {
        match u64::try_from(value) {
            Ok(whole) => self.put(&Cell::Whole(whole)),
            Err(_) => self.put(&Cell::Number(value as f64)),
        }
    }

    fn serialize_u8(self, value: u8) -> Result<(), fmt::Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), fmt::Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), fmt::Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), fmt::Error> {
        self.put(&Cell::Whole(value))
    }

    fn serialize_f32(self, value: f32) -> Result<(), fmt::Error> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), fmt::Error> {
        match value.is_finite() {
            true => self.put(&Cell::Number(value)),
            false => Ok(()),
        }
    }

    fn serialize_char(self, value: char) -> Result<(), fmt::Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), fmt::Error> {
        for slot in &self.node.slots {
            if let Some(into) = self.cells.get_mut(*slot) {
                into.say(value);
            }
        }
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), fmt::Error> {
        Ok(())
    }

    fn serialize_none(self) -> Result<(), fmt::Error> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), fmt::Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), fmt::Error> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), fmt::Error> {
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), fmt::Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), fmt::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), fmt::Error> {
        let mut fields = self.serialize_map(None)?;
        fields.field(variant, value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Elements<'a>, fmt::Error> {
        Ok(Elements::of(self))
    }

    fn serialize_tuple(self, _: usize) -> Result<Elements<'a>, fmt::Error> {
        Ok(Elements::of(self))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Never, fmt::Error> {
        Err(Error::custom("no row"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Never, fmt::Error> {
        Err(Error::custom("no row"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Fields<'a>, fmt::Error> {
        Ok(Fields {
            of: self,
            next: 0,
            key: Cell::Empty,
        })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields<'a>, fmt::Error> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Never, fmt::Error> {
        Err(Error::custom("no row"))
    }
}

impl SerializeMap for Fields<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), fmt::Error> {
        fill_one(key, &mut self.key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
        let key = std::mem::take(&mut self.key);
        if let Cell::Word(name) = &key {
            self.field(name, value)?;
        }
        self.key = key;
        Ok(())
    }

    fn end(self) -> Result<(), fmt::Error> {
        Ok(())
    }
}

impl SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), fmt::Error> {
        self.field(name, value)
    }

    fn end(self) -> Result<(), fmt::Error> {
        Ok(())
    }
}

impl SerializeSeq for Elements<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
        self.element(value)
    }

    fn end(self) -> Result<(), fmt::Error> {
        Ok(())
    }
}

impl SerializeTuple for Elements<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
        self.element(value)
    }

    fn end(self) -> Result<(), fmt::Error> {
        Ok(())
    }
}
