using System.Text.Json.Serialization;

namespace Hub.Domain.Catalogue;

/// <summary>A line of PERSYARATAN of a service.</summary>
public sealed record Requirement
{
    /// <summary>In the decree's words.</summary>
    public required string Text { get; init; }

    /// <summary>The office itself sees to it (a disposition, a decree of the Governor): nobody is asked for it.</summary>
    public bool Own { get; init; }

    /// <summary>By what the hub sees that it is there.</summary>
    public Evidence Evidence { get; init; }

    /// <summary>In the name of its file, or of the file in the text.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>It is only asked for when the text says one of these; empty when always.</summary>
    public IReadOnlyList<string> OnlyWith { get; init; } = [];
}

/// <summary>What shows that a requirement is met.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Evidence>))]
public enum Evidence
{
    /// <summary>Only a person can tell.</summary>
    None,

    /// <summary>The item itself is it.</summary>
    Message,

    /// <summary>A letter with its number, or a file that is named so.</summary>
    Letter,

    /// <summary>A picture, or a file that is named so.</summary>
    Image,

    /// <summary>A document that is named so, or that the text names.</summary>
    Document,
}
