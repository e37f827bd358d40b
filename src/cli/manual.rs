//! Completion scripts and manual pages, both out of the definition of the arguments.

use std::io;
use std::path::Path;

use clap::Command;
pub(super) use clap_complete::Shell;
use clap_mangen::Man;

use super::Status;

pub(super) fn completions(mut command: Command, shell: Shell) -> io::Result<Status> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "feedmill", &mut script);
    print(&script)
}

pub(super) fn man(command: Command, dir: Option<&Path>) -> io::Result<Status> {
    if let Some(dir) = dir {
        let written =
            std::fs::create_dir_all(dir).and_then(|()| clap_mangen::generate_to(command, dir));
        return Ok(match written {
            Ok(()) => Status::Clean,
            Err(error) => {
                let dir = dir.display();
                super::fail(&format!("cannot write manual pages into `{dir}`: {error}"))
            }
        });
    }
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    print(&page)
}

fn print(text: &[u8]) -> io::Result<Status> {
    super::print(&String::from_utf8_lossy(text))?;
    Ok(Status::Clean)
}
