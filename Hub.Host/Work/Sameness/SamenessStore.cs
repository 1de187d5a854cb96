using System.Data.Common;
using Hub.Domain.Identity;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Host.Work.Sameness;

/// <summary>The candidate table: tickets by the bands of their text, so that a search costs the same among a thousand and a million.</summary>
/// <remarks>Everything runs on the caller's connection and in the caller's transaction.</remarks>
public static class SamenessStore
{
    /// <summary>What the same reporter can add to a score: pairs this far below are looked at with their reporters.</summary>
    private const double WithoutReporter = Domain.Identity.Sameness.Suggested - 0.12;

    /// <summary>All bands in one question, each bounded; both stores answer it from the key alone.</summary>
    private static readonly string Candidates = string.Join(" UNION ALL ", Enumerable.Range(0, MinHash.BandCount).Select(i =>
        $"SELECT ticket_id FROM (SELECT ticket_id FROM sameness_bands WHERE hash = @h{i} AND ticket_id <> @self ORDER BY ticket_id DESC LIMIT {SamenessIndex.MaxPerBand}) AS b{i}"));

    /// <summary>Adds tickets, or puts what they say now in the place of what they said.</summary>
    public static async Task AddAsync(HubDbContext db, IReadOnlyCollection<(long Ticket, SamenessProfile Profile)> tickets, CancellationToken token)
    {
        await db.Database.OpenConnectionAsync(token);
        await ForgetAsync(db, [.. tickets.Select(t => t.Ticket)], token);
        await using var profile = Command(db, "INSERT INTO sameness_profiles (ticket_id, packed) VALUES (@ticket, @packed)", "ticket", "packed");
        foreach (var (ticket, said) in tickets)
        {
            await RunAsync(profile, token, ticket, said.Pack());
        }

        // In the order of the key: neighbours share pages.
        await using var band = Command(db, "INSERT INTO sameness_bands (hash, ticket_id) VALUES (@hash, @ticket) ON CONFLICT DO NOTHING", "hash", "ticket");
        foreach (var (hash, ticket) in tickets.SelectMany(t => t.Profile.Bands().Select(hash => (hash, t.Ticket))).Order())
        {
            await RunAsync(band, token, hash, ticket);
        }
    }

    /// <summary>The tickets that are probably the same as this one, the likeliest first.</summary>
    /// <param name="profile">With its reporter, unless it is protected.</param>
    public static async Task<IReadOnlyList<SamenessSuggestion>> FindAsync(HubDbContext db, long ticket, SamenessProfile profile, CancellationToken token)
    {
        var bands = profile.Bands();
        if (bands.Count == 0)
        {
            return [];
        }

        await db.Database.OpenConnectionAsync(token);
        var candidates = await ProfilesAsync(db, SamenessIndex.Candidates(await HitsAsync(db, ticket, bands, token)), token);
        var near = SamenessIndex.Best(candidates.Select(c => (c.Key, c.Value)), profile, max: 20, WithoutReporter);
        if (near.Count == 0)
        {
            return [];
        }

        var reporters = await ReportersAsync(db, [.. near.Select(s => s.Ticket)], token);
        return SamenessIndex.Best(near.Select(s => (s.Ticket, candidates[s.Ticket].SentBy(reporters.GetValueOrDefault(s.Ticket)))), profile);
    }

    /// <summary>Opaque keys of the reporters of those tickets that protect nobody.</summary>
    internal static Task<Dictionary<long, string>> ReportersAsync(HubDbContext db, long[] tickets, CancellationToken token) =>
        db.Reporters.Where(r => tickets.Contains(r.TicketId) && r.Lookup != null)
            .Join(db.Tickets.Where(t => !t.Anonymous && !t.Secret), r => r.TicketId, t => t.Id, (r, _) => r)
            .ToDictionaryAsync(r => r.TicketId, r => r.Lookup!, token);

    private static async Task<List<long>> HitsAsync(HubDbContext db, long ticket, IReadOnlyList<long> bands, CancellationToken token)
    {
        await using var command = Command(db, Candidates, [.. bands.Select((_, i) => $"h{i}"), "self"]);
        for (var i = 0; i < bands.Count; i++)
        {
            command.Parameters[i].Value = bands[i];
        }

        command.Parameters[bands.Count].Value = ticket;
        await using var reader = await command.ExecuteReaderAsync(token);
        var hits = new List<long>();
        while (await reader.ReadAsync(token))
        {
            hits.Add(reader.GetInt64(0));
        }

        return hits;
    }

    private static async Task<Dictionary<long, SamenessProfile>> ProfilesAsync(HubDbContext db, IReadOnlyList<long> tickets, CancellationToken token)
    {
        var profiles = new Dictionary<long, SamenessProfile>();
        if (tickets.Count == 0)
        {
            return profiles;
        }

        await using var command = Command(db, $"SELECT ticket_id, packed FROM sameness_profiles WHERE ticket_id IN ({string.Join(',', tickets)})");
        await using var reader = await command.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
        {
            // A profile of an older layout is made again when its ticket changes.
            if (SamenessProfile.Unpack(reader.GetFieldValue<byte[]>(1), reporter: null) is { } profile)
            {
                profiles[reader.GetInt64(0)] = profile;
            }
        }

        return profiles;
    }

    private static async Task ForgetAsync(HubDbContext db, IReadOnlyList<long> tickets, CancellationToken token)
    {
        var known = await ProfilesAsync(db, tickets, token);
        if (known.Count == 0)
        {
            return;
        }

        await using var band = Command(db, "DELETE FROM sameness_bands WHERE hash = @hash AND ticket_id = @ticket", "hash", "ticket");
        foreach (var (ticket, profile) in known)
        {
            foreach (var hash in profile.Bands())
            {
                await RunAsync(band, token, hash, ticket);
            }
        }

        await using var profiles = Command(db, $"DELETE FROM sameness_profiles WHERE ticket_id IN ({string.Join(',', known.Keys)})");
        await profiles.ExecuteNonQueryAsync(token);
    }

    private static DbCommand Command(HubDbContext db, string sql, params string[] parameters)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static Task<int> RunAsync(DbCommand command, CancellationToken token, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command.ExecuteNonQueryAsync(token);
    }
}
