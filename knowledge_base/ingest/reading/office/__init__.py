"""Word processors' files: .docx and .odt, read in the order a person reads them."""
