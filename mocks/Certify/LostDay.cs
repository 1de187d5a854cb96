using System.Globalization;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Generations;
using Microsoft.EntityFrameworkCore;

namespace Hub.Mocks.Certify;

/// <summary>A day that a lane's hub lost: its store was destroyed and put back as it was the day before, and the world knows what the store does not.</summary>
/// <param name="Numbers">The ticket numbers that were given in it.</param>
/// <param name="Told">What the hub had told by mail, by box, id and how often.</param>
internal sealed record LostDay(Lane Lane, IReadOnlyList<string> Numbers, IReadOnlyList<string> Told)
{
    private static readonly TimeSpan Length = TimeSpan.FromDays(1);

    /// <summary>Destroys the store and puts its backup back.</summary>
    public static async Task<LostDay> LoseAsync(Lane lane, CancellationToken token)
    {
        lane.Clock.Move(Length);
        var given = await NumbersAsync(lane, token);
        await lane.PutBackAsync(token);
        return new LostDay(lane, [.. given.Except(await NumbersAsync(lane, token), StringComparer.Ordinal)], ToldBy(lane));
    }

    /// <summary>Before a person has decided: nothing has left, and what cannot be known is listed.</summary>
    /// <returns>What is wrong.</returns>
    public async Task<IReadOnlyList<string>> UndecidedAsync(CancellationToken token)
    {
        await using var db = Lane.Database().Open();
        var listed = await db.Marks.AsNoTracking().Where(m => m.Name == Generation.RestoredMark).Select(m => m.Value).SingleOrDefaultAsync(token) is { } stored ? Restored.Read(stored) : null;
        return
        [
            .. Fault(Numbers.Count == 0, "tidak ada yang hilang: adegan ini tidak menguji apa pun"),
            .. Fault(listed?.Since is null, "hub tidak tahu bahwa simpanannya dipulihkan"),
            .. Fault(!ToldBy(Lane).SequenceEqual(Told, StringComparer.Ordinal), "ada yang dikirim sebelum orang memutuskan"),
            .. Numbers.Where(n => listed is null || !IsListed(listed, n)).Select(n => Say($"nomor {n} hilang dan tidak tercatat")),
        ];
    }

    /// <summary>When all is settled: no number means something else than it meant.</summary>
    /// <returns>What is wrong; what was told twice stands in the <see cref="Balance"/>.</returns>
    public async Task<IReadOnlyList<string>> SettledAsync(CancellationToken token) =>
        [.. (await NumbersAsync(Lane, token)).Intersect(Numbers, StringComparer.Ordinal).Select(n => Say($"nomor {n} diberikan dua kali"))];

    private static bool IsListed(Restored listed, string number) =>
        listed.Skipped.TryGetValue(number.Split('-')[1], out var span) && int.Parse(number.Split('-')[2], CultureInfo.InvariantCulture) is var running && running >= span.First && running <= span.Last;

    private static async Task<List<string>> NumbersAsync(Lane lane, CancellationToken token)
    {
        await using var db = lane.Database().Open();
        return await db.Tickets.AsNoTracking().Select(t => t.Number).ToListAsync(token);
    }

    private static List<string> ToldBy(Lane lane) =>
        [.. lane.Post.Boxes.SelectMany(b => b.Inbox.Snapshot().Where(m => TicketNumber.FindIn(m.Summary.MessageId) is not null).Select(m => $"{b.Address} {m.Summary.MessageId} {m.Arrivals}")).Order(StringComparer.Ordinal)];

    private string[] Fault(bool isWrong, string what) => isWrong ? [Say(what)] : [];

    private string Say(string what) => $"{Lane.Name} ({Lane.Scene.Name}): {what}";
}
