"""Pages: words and ruling lines with their places, whether stored or recognised, made into paragraphs and tables."""
