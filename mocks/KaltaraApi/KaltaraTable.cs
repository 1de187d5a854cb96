using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Domain;

namespace Hub.Mocks.KaltaraApi;

/// <summary>The items of one fake system: what its data file holds by now, and what was written since.</summary>
internal sealed class KaltaraTable
{
    private const int LargestPage = 15;
    private const string TimeForm = "yyyy-MM-dd HH:mm:ss";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };

    private readonly Lock gate = new();
    private readonly FakeOptions options;
    private readonly List<KaltaraRow> given;
    private readonly List<KaltaraRow> rows;
    private readonly Dictionary<int, List<(DateTimeOffset At, JsonObject Set, bool Written)>> edits = [];
    private readonly List<KaltaraEffect> effects = [];
    private readonly Dictionary<string, JsonNode> answered = new(StringComparer.Ordinal);

    /// <param name="file">Below the program's own folder.</param>
    public KaltaraTable(FakeOptions options, string file)
    {
        this.options = options;
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, file));
        given = JsonSerializer.Deserialize<List<KaltaraRow>>(stream, Json)!;
        rows = options.Empty ? [] : [.. given];
    }

    public IReadOnlyList<KaltaraEffect> Effects
    {
        get
        {
            lock (gate)
            {
                return [.. effects];
            }
        }
    }

    /// <summary>What is there now, in the order of change.</summary>
    public IReadOnlyList<JsonObject> Rows()
    {
        lock (gate)
        {
            var now = options.Clock.GetUtcNow();
            return [.. Enumerable.Range(0, rows.Count).Where(i => ArrivesAt(rows[i]) <= now && !IsOfLater(rows[i], now)).Select(i => Now(i, now))
                .OrderBy(r => (string?)r["updated_at"] ?? "", StringComparer.Ordinal)];
        }
    }

    /// <summary>A page as Laravel gives it.</summary>
    public static JsonObject Page(FakeRequest request, IEnumerable<JsonObject> found, string statusField, string idField)
    {
        var all = request.Fault.Listed(found.ToArray());
        var size = Math.Clamp(request.Number("per_page", LargestPage), 1, LargestPage);
        var page = Math.Max(1, request.Number("page", 1));
        var last = Math.Max(1, (all.Length + size - 1) / size);
        var shown = request.Fault == Fault.RepeatedCursor ? 1 : page;
        var left = request.Fault == Fault.PageLeftOut && shown > 1 ? size : 0;
        var data = all.Skip(((shown - 1) * size) + left + (request.Fault == Fault.PageDrift && shown > 1 ? 1 : 0)).Take(size).Select(r => r.DeepClone().AsObject()).ToArray();
        if (request.Fault == Fault.UnknownStatus)
        {
            Array.ForEach(data, r => r[statusField] = "Menunggu Paripurna");
        }

        if (request.Fault == Fault.MalformedItem && data.Length > 0)
        {
            data[0].Remove(idField);
        }

        var next = request.Fault == Fault.RepeatedCursor || page < last ? page + 1 : (int?)null;
        return new JsonObject
        {
            ["success"] = true,
            ["data"] = new JsonArray([.. data]),
            ["links"] = new JsonObject { ["first"] = Link(request, 1), ["last"] = Link(request, last), ["prev"] = null, ["next"] = next is int n ? Link(request, n) : null },
            ["meta"] = new JsonObject
            {
                ["current_page"] = page,
                ["last_page"] = Math.Max(last, next ?? 0),
                ["per_page"] = size,
                ["total"] = request.Fault.Counted(all.Length),
                ["path"] = request.Path,
            },
        };
    }

    /// <summary>Rows changed at or after an instant written as the interface writes it (office time).</summary>
    public IEnumerable<JsonObject> Since(string? text) =>
        text is null ? Rows() : Rows().Where(r => string.CompareOrdinal((string?)r["updated_at"], text) >= 0);

    /// <summary>Writes into an item; a repeat with the same idempotency key answers as before and does nothing.</summary>
    public JsonNode? Write(FakeRequest request, string id, JsonObject set, string kind)
    {
        lock (gate)
        {
            var index = rows.FindIndex(r => r.Data["id"]?.ToString() == id);
            if (index < 0)
            {
                return null;
            }

            var key = request.Header("Idempotency-Key");
            if (key is not null && answered.TryGetValue(key, out var before))
            {
                return before.DeepClone();
            }

            effects.Add(new KaltaraEffect(kind, id, set.DeepClone().AsObject(), key));
            Edit(index, set, isWritten: true);
            var answer = new JsonObject { ["success"] = true, ["message"] = "Tersimpan.", ["data"] = Now(index, options.Clock.GetUtcNow()) };
            if (key is not null)
            {
                answered[key] = answer.DeepClone();
            }

            return answer;
        }
    }

    /// <summary>The first item of the data file, dated as if the fake started now.</summary>
    public JsonObject Sample()
    {
        var now = options.Clock.GetUtcNow();
        var sample = DatedText.Fill(given[0].Data, now)!.AsObject();
        if (sample.ContainsKey("updated_at"))
        {
            sample["updated_at"] = Time(now);
        }

        return sample;
    }

    /// <summary>An id that no item has, arrived or not.</summary>
    public long NextId()
    {
        lock (gate)
        {
            return rows.Concat(given).Max(r => long.Parse(r.Data["id"]!.ToString(), CultureInfo.InvariantCulture)) + 1;
        }
    }

    public bool Has(string id)
    {
        lock (gate)
        {
            return rows.Exists(r => r.Data["id"]?.ToString() == id);
        }
    }

    /// <summary>What testers did is undone; what a hub wrote stays.</summary>
    public void Reset()
    {
        lock (gate)
        {
            rows.Clear();
            rows.AddRange(options.Empty ? [] : given);
            foreach (var (index, list) in edits)
            {
                list.RemoveAll(e => !e.Written || index >= rows.Count);
            }
        }
    }

    /// <summary>Adds an item that is there from now on, with the times that it carries.</summary>
    public void Add(JsonObject data)
    {
        lock (gate)
        {
            rows.Add(new KaltaraRow(data));
        }
    }

    /// <summary>Changes an item from outside, as its office would.</summary>
    public void Change(string id, JsonObject set)
    {
        lock (gate)
        {
            Edit(rows.FindIndex(r => r.Data["id"]?.ToString() == id), set, isWritten: false);
        }
    }

    private void Edit(int index, JsonObject set, bool isWritten)
    {
        if (!edits.TryGetValue(index, out var list))
        {
            edits[index] = list = [];
        }

        list.Add((options.Clock.GetUtcNow(), set.DeepClone().AsObject(), isWritten));
    }

    private JsonObject Now(int index, DateTimeOffset now)
    {
        var row = rows[index];
        var data = DatedText.Fill(row.Data, options.Now)!.AsObject();
        if (row.Arrives > 0 && data.ContainsKey("updated_at"))
        {
            data["updated_at"] = Time(ArrivesAt(row));
        }

        var later = (row.Changes ?? []).Select(c => (At: options.Now.AddMinutes(c.After), Set: DatedText.Fill(c.Set, options.Now)!.AsObject()))
            .Concat(edits.GetValueOrDefault(index, []).Select(e => (e.At, e.Set))).Where(c => c.At <= now).OrderBy(c => c.At);
        foreach (var (at, set) in later)
        {
            foreach (var (field, value) in set)
            {
                data[field] = value?.DeepClone();
            }

            if (data.ContainsKey("updated_at"))
            {
                data["updated_at"] = Time(at);
            }
        }

        return data;
    }

    /// <summary>Its date lies before the start and the clock is not there yet: a year that is played.</summary>
    private bool IsOfLater(KaltaraRow row, DateTimeOffset now) =>
        now < options.Now && string.CompareOrdinal((string?)DatedText.Fill(row.Data["updated_at"] ?? row.Data["tanggal_kirim"], options.Now), Time(now)) > 0;

    private DateTimeOffset ArrivesAt(KaltaraRow row) => row.Arrives <= 0 ? DateTimeOffset.MinValue : options.Now.AddMinutes(row.Arrives);

    private static string Time(DateTimeOffset at) => Wita.At(at).ToString(TimeForm, CultureInfo.InvariantCulture);

    private static string Link(FakeRequest request, int page) => $"{request.Path}?page={page}";
}

/// <summary>Something the hub wrote into a fake.</summary>
public sealed record KaltaraEffect(string Kind, string Id, JsonObject Set, string? IdempotencyKey);
