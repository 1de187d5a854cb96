namespace Hub.Domain.Catalogue;

/// <summary>A catalogue that the hub refuses; the message is one sentence for the person who edits the file.</summary>
public sealed class CatalogueException : Exception
{
    public CatalogueException() { }
    public CatalogueException(string message) : base(message) { }
    public CatalogueException(string message, Exception inner) : base(message, inner) { }
}
