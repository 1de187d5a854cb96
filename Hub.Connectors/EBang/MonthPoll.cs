using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Connectors.KaltaraApi;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Envelopes;

namespace Hub.Connectors.EBang;

/// <summary>Reads one month's list after the other, oldest first, and adds an open item for every report that is due and absent.</summary>
internal sealed class MonthPoll(KaltaraClient client, Mapping mapping, MappedReader reader, Enveloping enveloping, EBangOptions options, TimeProvider clock) : IListPoll
{
    /// <summary>Letters; names of activities in the budget have up to 300.</summary>
    private const int LongestName = 400;

    private static readonly string[] Named = ["kode_opd", "nama_opd", "kode_kegiatan", "nama_kegiatan", "kode_sub_kegiatan", "nama_sub_kegiatan"];

    private readonly ListWalk walk = new(client, mapping.List, reader);
    private readonly Dictionary<DateOnly, IReadOnlyList<JsonElement>> run = [];

    /// <inheritdoc cref="IConnector.FetchAsync"/>
    public async Task<Batch> FetchAsync(string? cursor, CancellationToken token)
    {
        var now = clock.GetUtcNow();
        var at = MonthCursor.Read(cursor);
        var month = StartOf(at, now);
        var pass = await ReadAsync(month, token);
        await RecallAsync(month, now, token);
        var missing = pass.IsWhole && now >= DueAt(month) ? Missing(month) : [];
        var envelopes = pass.Items.Select(i => enveloping.Wrap(i, now)).Concat(missing.Select(i => enveloping.Wrap(i, now))).ToArray();
        var isLast = month >= MonthOf(now);
        var content = Fingerprint.Of(Encoding.UTF8.GetBytes(string.Join('\n', envelopes.Select(e => e.Key.Version))));
        var known = at.Months.GetValueOrDefault(Name(month)) == content;
        var next = at.With(Name(month), content, isLast ? null : Name(month.AddMonths(1)), Name(Earliest(now)));
        if (isLast)
        {
            run.Clear();
        }

        return new Batch { Envelopes = known ? [] : envelopes, Cursor = next.Write(), More = !isLast, Warnings = pass.Warnings };
    }

    public async Task<Holdings> HoldingsAsync(CancellationToken token)
    {
        var now = clock.GetUtcNow();
        var back = new BackwardPass(client, mapping.List, enveloping, clock);
        var all = await back.ReadAsync(Query(MonthOf(now)), token);
        for (var month = MonthOf(now).AddMonths(-1); month >= Earliest(now); month = month.AddMonths(-1))
        {
            all = all.And(await back.ReadAsync(Query(month), token));
        }

        return all;
    }

    private DateOnly StartOf(MonthCursor at, DateTimeOffset now)
    {
        var earliest = Earliest(now);
        if (at.Next is string name && DateOnly.TryParseExact(name + "-01", "yyyy-MM-dd", out var next) && next > earliest && next <= MonthOf(now))
        {
            return next;
        }

        run.Clear();
        return earliest;
    }

    private async Task<ListPass> ReadAsync(DateOnly month, CancellationToken token)
    {
        var pass = await ListPass.ReadAsync(walk, reader, Query(month), token);
        run[month] = [.. pass.Items.Where(static i => Subject(i) is not null).Select(Kept)];
        return pass;
    }

    /// <summary>What is absent shows only beside the months before: a run that goes on after a restart looks at them again.</summary>
    private async Task RecallAsync(DateOnly month, DateTimeOffset now, CancellationToken token)
    {
        for (var earlier = Earliest(now); earlier < month; earlier = earlier.AddMonths(1))
        {
            if (earlier.Year == month.Year && !run.ContainsKey(earlier))
            {
                await ReadAsync(earlier, token);
            }
        }
    }

    private DateOnly Earliest(DateTimeOffset now) => MonthOf(now).AddMonths(-options.MonthsBack);

    private static DateOnly MonthOf(DateTimeOffset now)
    {
        var today = Wita.DateOf(now);
        return new DateOnly(today.Year, today.Month, 1);
    }

    /// <summary>The first instant at which the month's report is late.</summary>
    private DateTimeOffset DueAt(DateOnly month) => Wita.StartOf(month.AddMonths(1).AddDays(options.DueDay));

    /// <summary>Sub-activities reported earlier in the same budget year and absent in this month.</summary>
    private JsonElement[] Missing(DateOnly month)
    {
        var here = run[month].Select(Subject).ToHashSet(StringComparer.Ordinal);
        return run.Where(m => m.Key < month && m.Key.Year == month.Year).OrderByDescending(m => m.Key)
            .SelectMany(m => m.Value).DistinctBy(Subject)
            .Where(i => Subject(i) is string subject && !here.Contains(subject))
            .Select(i => NotReported(i, month)).ToArray();
    }

    /// <summary>Of the months before only who reports what is needed.</summary>
    private static JsonElement Kept(JsonElement item) => JsonSerializer.SerializeToElement(Named.ToDictionary(static name => name, name => Short(item.Line(name)), StringComparer.Ordinal));

    private static string? Short(string? text) => text is { Length: > LongestName } ? text[..LongestName] : text;

    private static string? Subject(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.IsReadable() && item.Line("kode_opd") is string office && item.Line("kode_sub_kegiatan") is string sub ? $"{office}/{sub}" : null;

    /// <summary>What e-Bang itself would list, had it a row; dated at the end of the term.</summary>
    private JsonElement NotReported(JsonElement item, DateOnly month) => JsonSerializer.SerializeToElement(new Dictionary<string, string?>
    {
        ["kode_opd"] = item.Line("kode_opd"),
        ["nama_opd"] = item.Line("nama_opd"),
        ["tahun"] = month.Year.ToString(CultureInfo.InvariantCulture),
        ["bulan"] = month.Month.ToString("00", CultureInfo.InvariantCulture),
        ["kode_kegiatan"] = item.Line("kode_kegiatan"),
        ["nama_kegiatan"] = item.Line("nama_kegiatan"),
        ["kode_sub_kegiatan"] = item.Line("kode_sub_kegiatan"),
        ["nama_sub_kegiatan"] = item.Line("nama_sub_kegiatan"),
        ["status_laporan"] = "Belum Lapor",
        ["dicatat_pada"] = DueAt(month).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
    });

    private static Dictionary<string, string> Query(DateOnly month) => new(StringComparer.Ordinal)
    {
        ["tahun"] = month.Year.ToString(CultureInfo.InvariantCulture),
        ["bulan"] = month.Month.ToString(CultureInfo.InvariantCulture),
    };

    private static string Name(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}

/// <summary>What each month held when it was last read, and which month comes next in a run.</summary>
internal sealed record MonthCursor(IReadOnlyDictionary<string, string> Months, string? Next)
{
    private static readonly MonthCursor Start = new(new Dictionary<string, string>(StringComparer.Ordinal), null);

    public static MonthCursor Read(string? cursor)
    {
        try
        {
            return cursor is null ? Start : JsonSerializer.Deserialize<MonthCursor>(cursor) is { Months: not null } read ? read : Start;
        }
        catch (JsonException)
        {
            return Start;
        }
    }

    /// <summary>The cursor after a month; months before the earliest are forgotten.</summary>
    public MonthCursor With(string month, string content, string? next, string earliest)
    {
        var months = Months.Where(m => string.CompareOrdinal(m.Key, earliest) >= 0).ToDictionary(StringComparer.Ordinal);
        months[month] = content;
        return new(months, next);
    }

    public string Write() => JsonSerializer.Serialize(this);
}
