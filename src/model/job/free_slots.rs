//! Items that are known by their number, which is taken anew once they are gone.

/// Puts an item where one is gone, or behind all others, and returns its number.
pub(super) fn put<T>(items: &mut Vec<T>, free: &mut Vec<u32>, item: T) -> u32 {
    let Some(number) = free.pop() else {
        items.push(item);
        return (items.len() - 1) as u32;
    };
    items[number as usize] = item;
    number
}
