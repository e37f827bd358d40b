//! The `feedmill` program: arguments in, exit status out.

mod cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ! {
    let status = cli::run();
    // At once: what the allocator would do first, page by page, the system does as a whole.
    signal_hook::low_level::exit(status.number().into())
}
