namespace Hub.Domain.Catalogue;

/// <summary>A catalogue that the hub refuses; the message is one sentence for the person who edits the file.</summary>
public sealed class CatalogueException : Exception
{
    private static readonly Sentences Texts = new(typeof(CatalogueException));

    public CatalogueException() { }
    public CatalogueException(string message) : base(message) { }
    public CatalogueException(string message, Exception inner) : base(message, inner) { }

    /// <summary>A part of a sentence.</summary>
    internal static string Say(string sentence, params object?[] values) => Texts.Say(sentence, values);
}
