using System.Text.Json.Nodes;
using Hub.Mocks.Bench;

namespace Hub.Mocks.KaltaraApi;

/// <summary>A system of the province's convention: one table of rows behind one key, changed as its own office would change it.</summary>
public abstract class KaltaraFake : IFake
{
    private readonly KaltaraTable table;

    /// <param name="folder">Its folder among the fakes, with <c>items.json</c> and <c>mappings</c>.</param>
    /// <param name="title">The field that tells a tester what a row is about.</param>
    /// <param name="status">The field of the state, by which a list may be asked.</param>
    /// <param name="number">The field that names a row for its office.</param>
    private protected KaltaraFake(FakeOptions options, string folder, FakeCard card, string title, string status, string number)
    {
        table = new KaltaraTable(options, folder + "/items.json");
        Items = new KaltaraItems(table, title, status, number);
        Server = FakeServer.Start(options, folder + "/mappings", card);
    }

    public abstract string Name { get; }

    public Uri Address => Server.Address;

    public FaultSwitch Faults => Server.Faults;

    public FakeServer Server { get; }

    public IFakeItems Items { get; }

    /// <summary>What was written here, in order; a repeat with the same key is no second entry.</summary>
    public IReadOnlyList<KaltaraEffect> Effects => table.Effects;

    /// <summary>Changes a row as its office would, in the system itself.</summary>
    /// <param name="id">The row's own <c>id</c>.</param>
    public void Change(int id, JsonObject set) => table.Change($"{id}", set);

    /// <summary>Adds a row with the times that it carries.</summary>
    public void Add(JsonObject row) => table.Add(row);

    public void Dispose()
    {
        Server.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Answers a call of whoever has the key.</summary>
    private protected void Answer(string method, string path, string apiKey, Func<KaltaraTable, FakeRequest, FakeAnswer> answer) =>
        Server.Answer(method, path, request => KaltaraAnswers.Allowed(request, apiKey) ?? answer(table, request));
}
