//! Settings, keys and themes as typed values. Names no other room.
