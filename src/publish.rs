//! Lock, stage, sync, rename; write only what differs, remove only what is ours.
