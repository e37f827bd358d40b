//! The modules of `src` form layers, and no two files use each other.
//!
//! A file uses another if it names something that the other defines, by `use` or by a path that
//! begins with `crate` or `super`. A parent that only declares and re-exports does not use its
//! children. Tests inside a file do not count.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use syn::visit::Visit;
use syn::{Attribute, Item, UseTree, Visibility};

/// From below: a module may use those before it.
const LAYERS: &[&str] = &[
    "diagnostic",
    "stamp",
    "files",
    "text",
    "time",
    "model",
    "syntax",
    "site",
    "input",
    "body",
    "feed",
    "publish",
    "validate",
    "compare",
    "pipeline",
    "cli",
];

/// A module's path, `["time", "parse"]`; the crate's root is empty.
type Module = Vec<String>;

#[derive(Default)]
struct File {
    /// Names of the items that it defines.
    defines: BTreeSet<String>,
    /// Paths that it uses: segments from the crate's root, and whether it only passes them on.
    uses: Vec<(Vec<String>, bool)>,
    /// Names that it passes on from elsewhere, with the path to them.
    imports: BTreeMap<String, Vec<String>>,
    /// Modules of which it imports every name.
    globs: Vec<Vec<String>>,
}

#[test]
fn no_two_files_use_each_other() {
    let arrows = arrows(&read());
    let mut circles = Vec::new();
    for (file, used) in &arrows {
        let is_back = |other: &Module| reaches(&arrows, other, file);
        circles.extend(
            used.iter()
                .filter(|other| is_back(other))
                .map(|other| format!("{} -> {}", file.join("::"), other.join("::"))),
        );
    }
    assert!(circles.is_empty(), "circles:\n{}", circles.join("\n"));
}

#[test]
fn no_module_uses_one_above_it() {
    let layer = |module: &Module| {
        let name = module.first()?;
        let layer = LAYERS.iter().position(|layer| layer == name);
        Some(layer.unwrap_or_else(|| panic!("`{name}` is missing in LAYERS")))
    };
    let mut upwards = Vec::new();
    for (file, used) in arrows(&read()) {
        let is_above = |other: &&Module| layer(&file).is_some() && layer(other) > layer(&file);
        upwards.extend(
            used.iter()
                .filter(is_above)
                .map(|other| format!("{} -> {}", file.join("::"), other.join("::"))),
        );
    }
    assert!(
        upwards.is_empty(),
        "arrows upwards:\n{}",
        upwards.join("\n")
    );
}

fn reaches(arrows: &BTreeMap<Module, BTreeSet<Module>>, from: &Module, to: &Module) -> bool {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(module) = next.pop() {
        if module == to {
            return true;
        }
        if seen.insert(module) {
            next.extend(arrows.get(module).into_iter().flatten());
        }
    }
    false
}

/// Which files each file uses.
fn arrows(files: &BTreeMap<Module, File>) -> BTreeMap<Module, BTreeSet<Module>> {
    let used_by = |module: &Module, file: &File| {
        // A parent that only declares and re-exports does not use its children.
        let counts = |is_passed_on: bool| !is_passed_on || !file.defines.is_empty();
        let uses = file
            .uses
            .iter()
            .filter(|(_, is_passed_on)| counts(*is_passed_on));
        let used = uses.filter_map(|(path, _)| definer(files, path, 0));
        used.filter(|other| other != module).collect()
    };
    files
        .iter()
        .map(|(module, file)| (module.clone(), used_by(module, file)))
        .collect()
}

/// The file that defines what `path` names.
fn definer(files: &BTreeMap<Module, File>, path: &[String], depth: usize) -> Option<Module> {
    let at = (0..=path.len())
        .rev()
        .find(|&at| files.contains_key(&path[..at]))?;
    let (module, rest) = path.split_at(at);
    let file = &files[module];
    let Some(name) = rest
        .first()
        .filter(|name| !file.defines.contains(*name) && depth < 8)
    else {
        return Some(module.to_vec());
    };
    let inside = |module: &[String], rest: &[String]| [module, rest].concat();
    if let Some(import) = file.imports.get(name) {
        return definer(files, &inside(import, &rest[1..]), depth + 1);
    }
    let through_globs = file.globs.iter().filter_map(|glob| {
        let found = definer(files, &inside(glob, rest), depth + 1)?;
        files[&found].defines.contains(name).then_some(found)
    });
    through_globs.into_iter().next().or(Some(module.to_vec()))
}

/// Every file of `src`, by its module; the program's `main` is left out.
fn read() -> BTreeMap<Module, File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let below = path.strip_prefix(&root).unwrap().with_extension("");
            let mut module: Module = below
                .iter()
                .map(|s| s.to_str().unwrap().to_owned())
                .collect();
            module.retain(|name| name != "mod" && name != "lib");
            if ["tests", "testing", "main"]
                .iter()
                .any(|name| module.iter().any(|m| m == name))
            {
                continue;
            }
            files.insert(module, std::fs::read_to_string(&path).unwrap());
        }
    }
    let modules: BTreeSet<Module> = files.keys().cloned().collect();
    let parse = |(module, text): (Module, String)| {
        let mut reader = Reader {
            module: &module,
            modules: &modules,
            file: File::default(),
        };
        reader.visit_file(&syn::parse_file(&text).unwrap());
        let file = reader.file;
        (module, file)
    };
    files.into_iter().map(parse).collect()
}

struct Reader<'m> {
    module: &'m Module,
    modules: &'m BTreeSet<Module>,
    file: File,
}

impl Reader<'_> {
    /// The path from the crate's root; `None` if it leads into another crate.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let mut base = self.module.clone();
        let mut rest = path;
        match path.first()?.as_str() {
            "crate" => return Some(path[1..].to_vec()),
            "self" => rest = &path[1..],
            "super" => {
                while rest.first().is_some_and(|segment| segment == "super") {
                    base.pop();
                    rest = &rest[1..];
                }
            }
            child => {
                let below = [base.as_slice(), &[child.to_owned()]].concat();
                self.modules.contains(&below).then_some(())?;
            }
        }
        Some([base.as_slice(), rest].concat())
    }

    fn import(&mut self, tree: &UseTree, mut path: Vec<String>, is_passed_on: bool) {
        let name = match tree {
            UseTree::Path(next) => {
                path.push(next.ident.to_string());
                return self.import(&next.tree, path, is_passed_on);
            }
            UseTree::Group(group) => {
                return group
                    .items
                    .iter()
                    .for_each(|tree| self.import(tree, path.clone(), is_passed_on));
            }
            UseTree::Glob(_) => None,
            UseTree::Name(name) if name.ident == "self" => path.last().cloned(),
            UseTree::Name(name) => {
                path.push(name.ident.to_string());
                path.last().cloned()
            }
            UseTree::Rename(name) => {
                path.push(name.ident.to_string());
                Some(name.rename.to_string())
            }
        };
        let Some(path) = self.absolute(&path) else {
            return;
        };
        self.file.uses.push((path.clone(), is_passed_on));
        match name {
            Some(name) => drop(self.file.imports.insert(name, path)),
            None => self.file.globs.push(path),
        }
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    let is_test = |attribute: &Attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Path>()
                .is_ok_and(|what| what.is_ident("test"))
    };
    attributes.iter().any(is_test)
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let (attributes, name) = match item {
            Item::Const(item) => (&item.attrs, Some(&item.ident)),
            Item::Enum(item) => (&item.attrs, Some(&item.ident)),
            Item::Fn(item) => (&item.attrs, Some(&item.sig.ident)),
            Item::Static(item) => (&item.attrs, Some(&item.ident)),
            Item::Struct(item) => (&item.attrs, Some(&item.ident)),
            Item::Trait(item) => (&item.attrs, Some(&item.ident)),
            Item::Type(item) => (&item.attrs, Some(&item.ident)),
            Item::Macro(item) => (&item.attrs, item.ident.as_ref()),
            Item::Impl(item) => (&item.attrs, None),
            Item::Mod(item) => (&item.attrs, None),
            Item::Use(item) => (&item.attrs, None),
            _ => return syn::visit::visit_item(self, item),
        };
        if is_for_tests(attributes) {
            return;
        }
        self.file.defines.extend(name.map(ToString::to_string));
        // Rules are declared by a macro: `NAME = Severity "code" { … }`.
        if let Item::Macro(item) = item
            && item.mac.path.is_ident("rules")
        {
            let words: Vec<_> = item
                .mac
                .tokens
                .clone()
                .into_iter()
                .map(|t| t.to_string())
                .collect();
            let names = words
                .windows(2)
                .filter(|pair| pair[1] == "=")
                .map(|pair| pair[0].clone());
            self.file.defines.extend(names.chain(["RULES".to_owned()]));
        }
        if let Item::Use(item) = item {
            let is_passed_on = !matches!(item.vis, Visibility::Inherited);
            self.import(&item.tree, Vec::new(), is_passed_on);
        }
        syn::visit::visit_item(self, item);
    }

    /// `pub(super)` is not a use.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<_> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if ["crate", "super"].contains(&segments[0].as_str())
            && let Some(path) = self.absolute(&segments)
        {
            self.file.uses.push((path, false));
        }
        syn::visit::visit_path(self, path);
    }
}
