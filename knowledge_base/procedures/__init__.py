"""The catalogue of administrative procedures: imported from the portal's data, kept and searched apart from the plans.

KnowledgeError
└── CatalogueError           the catalogue cannot be used as asked
    ├── ImportRefusedError   a file was not taken in; every problem names line, field and value
    ├── CatalogueMissingError  nothing was imported yet
    └── UnknownCodeError     no procedure has this code

A file becomes a catalogue in four steps, one module each: ``reading`` (lines to rows), ``rows`` (the file's strict
schema), ``model`` with ``tables`` and ``dossiers`` (flattened tables taken apart), ``importing`` (store and index
written, swapped in at once).
"""
