using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using MimeKit;

namespace Hub.Mocks.Mail;

/// <summary>All boxes of the fake mail server. Boxes are what reading the deliveries in order gives; boxes appear by themselves.</summary>
public sealed class PostOffice
{
    private readonly Lock gate = new();
    private readonly Lock delivering = new();
    private readonly string folder;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, MailBox> boxes = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> keys = new(StringComparer.Ordinal);
    private int renumberings;
    private int deliveries;

    private PostOffice(string folder, TimeProvider clock) => (this.folder, this.clock) = (folder, clock);

    public IReadOnlyList<MailBox> Boxes => [.. boxes.Values.OrderBy(b => b.Address, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Opens the boxes kept in a folder, or empty ones.</summary>
    public static PostOffice Open(string folder, TimeProvider clock)
    {
        Directory.CreateDirectory(folder);
        var office = new PostOffice(folder, clock);
        office.renumberings = Directory.GetFiles(folder, "*.renumbered").Length;
        foreach (var path in Directory.GetFiles(folder, "*.mail").Order(StringComparer.Ordinal))
        {
            var file = File.ReadAllBytes(path);
            var (delivery, start) = Delivery.Open(path, file);
            office.deliveries = int.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture);
            office.Sort(delivery, file.AsSpan(start), path, start);
        }

        return office;
    }

    /// <summary>The box of an address; one with a plus (RFC 5233) has none of its own, as at Gmail and at Postfix with <c>recipient_delimiter</c>.</summary>
    public MailBox Box(string address) => boxes.GetOrAdd(Base(address),
        a => new MailBox(a, Volatile.Read(ref renumberings), gate));

    public MailBox? FindBox(string address) => boxes.GetValueOrDefault(Base(address));

    /// <summary>Keeps a mail, then puts it into every recipient's inbox and the submitting account's Sent folder.</summary>
    /// <returns>False when a mail with the same key is here already.</returns>
    public bool Deliver(Delivery delivery, ReadOnlySpan<byte> raw)
    {
        lock (delivering)
        {
            if (delivery.Key is string key && keys.Contains(key))
            {
                return false;
            }

            raw = Vouched(delivery, raw);
            var path = Path.Combine(folder, $"{++deliveries:D8}.mail");
            delivery.Write(path, raw);
            Sort(delivery, raw, path, raw.Length == 0 ? 0 : (int)(new FileInfo(path).Length - raw.Length));
            return true;
        }
    }

    /// <summary>What a provider writes above a mail (RFC 8601): who submitted it, or whose envelope it came in.</summary>
    private static byte[] Vouched(Delivery delivery, ReadOnlySpan<byte> raw)
    {
        var result = delivery.Account is { } account ? $"auth=pass smtp.auth={account}" : delivery.From.Length > 0 ? $"spf=pass smtp.mailfrom={delivery.From}" : "none";
        return [.. Encoding.Latin1.GetBytes($"Authentication-Results: {MailServer.Name}; {result}\r\n"), .. raw];
    }

    /// <summary>Delivers a mail from outside, received now or when the scene says so.</summary>
    public bool Deliver(string from, IReadOnlyList<string> recipients, ReadOnlySpan<byte> raw, DateTimeOffset? receivedAt = null, string? key = null) =>
        Deliver(new Delivery { From = from, Recipients = recipients, ReceivedAt = receivedAt ?? clock.GetUtcNow(), Key = key }, raw);

    /// <summary>Changes UIDVALIDITY of every folder, as a server does that rebuilt its index.</summary>
    public void Renumber()
    {
        lock (delivering)
        {
            renumberings++;
            File.WriteAllText(Path.Combine(folder, $"{renumberings:D4}.renumbered"), "");
            foreach (var box in boxes.Values)
            {
                box.Inbox.Renumber(renumberings);
                box.Sent.Renumber(renumberings);
            }
        }
    }

    private static string Base(string address)
    {
        var (local, at) = (address.Trim().ToLowerInvariant(), address.Trim().LastIndexOf('@'));
        var plus = local.IndexOf('+', StringComparison.Ordinal);
        return plus > 0 && plus < at ? local[..plus] + local[at..] : local;
    }

    private void Sort(Delivery delivery, ReadOnlySpan<byte> raw, string path, int start)
    {
        var summary = Summarise(raw);
        foreach (var recipient in delivery.Recipients.DistinctBy(Base))
        {
            Box(recipient).Inbox.Add(delivery, summary, path, start, raw.Length);
        }

        if (delivery.Account is not null)
        {
            Box(delivery.Account).Sent.Add(delivery, summary, path, start, raw.Length);
        }

        if (delivery.Key is not null)
        {
            keys.Add(delivery.Key);
        }
    }

    private static MailSummary Summarise(ReadOnlySpan<byte> raw)
    {
        using var stream = new MemoryStream(raw.ToArray());
        try
        {
            var headers = HeaderList.Load(stream);
            var id = headers[HeaderId.MessageId]?.Trim().Trim('<', '>');
            return new(string.IsNullOrEmpty(id) ? null : id, headers[HeaderId.Subject] ?? "", headers[HeaderId.From] ?? "", headers[HeaderId.To] ?? "");
        }
        catch (FormatException)
        {
            // Not a mail at all: it is kept and shown all the same.
            return new(null, Encoding.Latin1.GetString(raw[..Math.Min(raw.Length, 60)]), "", "");
        }
    }
}
