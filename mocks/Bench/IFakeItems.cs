using System.Text.Json.Nodes;

namespace Hub.Mocks.Bench;

/// <summary>What a fake holds, as a tester sees and changes it.</summary>
public interface IFakeItems
{
    /// <summary>The fields that the short form offers; every other field goes as JSON.</summary>
    string TitleField { get; }

    /// <inheritdoc cref="TitleField"/>
    string StatusField { get; }

    /// <summary>What is there now, the newest last.</summary>
    IReadOnlyList<FakeItem> All();

    /// <summary>A whole item as <see cref="Add"/> would fill it in.</summary>
    JsonObject Sample();

    /// <summary>Adds an item that changed just now.</summary>
    /// <param name="given">Its fields; what is left out comes from <see cref="Sample"/>.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="BenchRefusal">The fields make no item; one sentence.</exception>
    string Add(JsonObject given);

    /// <summary>Changes fields of an item now, as its office would.</summary>
    /// <exception cref="BenchRefusal">There is no such item, or the fields make none.</exception>
    void Change(string id, JsonObject set);

    /// <summary>What was added or changed here is gone; what a hub wrote into it stays.</summary>
    void Reset();
}

/// <summary>One item in the list of a fake.</summary>
public sealed record FakeItem(string Id, string Title, string? Status);

/// <summary>A call that the bench does not take; the message is one sentence for the tester.</summary>
public sealed class BenchRefusal : Exception
{
    public BenchRefusal() { }
    public BenchRefusal(string message) : base(message) { }
    public BenchRefusal(string message, Exception inner) : base(message, inner) { }
}
