using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Connectors.Http;
using Hub.Connectors.Letters;
using Hub.Domain.Conversation;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;

namespace Hub.Tests.Attacks;

/// <summary>Every reader at its edge and one beyond it: small things that become huge, deep or slow are refused, and little memory is used.</summary>
public sealed class BoundsTests
{
    private const long Most = 300L * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_packed_answer_at_the_bound_is_read_and_one_byte_beyond_is_refused(string coding)
    {
        var edge = Json(1024 * 1024);
        (await AskAsync(coding, edge, largest: 1)).ShouldBe(edge.Length);

        var failure = await Should.ThrowAsync<ConnectorFailure>(() => AskAsync(coding, Json((1024 * 1024) + 1), largest: 1));
        failure.Message.ShouldContain("127.0.0.1");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_gigabyte_in_a_few_kilobytes_is_given_up_without_being_held(string coding)
    {
        using var peak = new Peak();

        await Should.ThrowAsync<ConnectorFailure>(() => AskAsync(coding, Pack(coding, 1024), packed: true, largest: 64));

        peak.Above.ShouldBeLessThan(Most);
    }

    [Fact]
    public async Task An_answer_as_deep_as_the_bound_is_read_and_one_deeper_is_no_answer()
    {
        (await AskAsync("gzip", Deep(64), largest: 1)).ShouldBeGreaterThan(0);

        await Should.ThrowAsync<ConnectorFailure>(() => AskAsync("gzip", Deep(65), largest: 1));
        await Should.ThrowAsync<ConnectorFailure>(() => AskAsync("gzip", Deep(100_000), largest: 1));
    }

    public static TheoryData<string> Mails => ["deep", "parts", "headers", "header", "addresses", "references", "parameters", "html", "line", "encoded-words", "attachments"];

    [Theory]
    [MemberData(nameof(Mails))]
    public void A_monstrous_mail_is_read_in_time_and_little_memory(string kind)
    {
        var mail = Encoding.ASCII.GetBytes(Monster(kind));
        var begun = Stopwatch.GetTimestamp();
        using var peak = new Peak();

        var submission = new EmailReader(new EmailOptions { Address = "a@b.contoh" }).Read(new() { Key = new("a", "1", "1"), MediaType = "message/rfc822", Raw = mail, ReceivedAt = DateTimeOffset.UnixEpoch });

        submission.Title.Length.ShouldBeLessThanOrEqualTo(400);
        Stopwatch.GetElapsedTime(begun).ShouldBeLessThan(Patience);
        peak.Above.ShouldBeLessThan(Most);
    }

    public static TheoryData<string> Texts => ["a", "1", " ", "@", ".", "rt ", "jl ", "a@", "0 8 1 ", "nol delapan ", "saya ", "B4", "1.", "rumah ", "nama ", "ig ", "akun\t", "-", "<b>a</b>", "a\u200b", LongWord, LongMixed];

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_gate_looks_through_the_longest_text_in_time(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 60_000 / piece.Length));
        var begun = Stopwatch.GetTimestamp();

        LeakGate.Mask(text, new Reporter { Name = "Bambang Pamungkas", Phone = "081355570001", NationalId = "6503014507850001", Email = "bp@warga.contoh", Anonymous = true });

        Stopwatch.GetElapsedTime(begun).ShouldBeLessThan(Patience);
    }

    /// <summary>A DOCX of four megabytes that is four gigabytes of blanks took the hub to 335 MB: what stands outside of the first element is one text for the reader.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("<a>", "</a>")]
    [InlineData("<a/>", "")]
    public void Blanks_outside_of_all_elements_are_held_by_nobody(string before, string after)
    {
        int ReadAll(int blanks)
        {
            using var markup = new BoundedMarkup(new MemoryStream(Encoding.ASCII.GetBytes(before + new string(' ', blanks) + after)));
            return markup.ReadToEnd().Length;
        }

        ReadAll(BoundedMarkup.MostOutside - 1).ShouldBe(BoundedMarkup.MostOutside - 1 + before.Length + after.Length);
        if (after.Length > 0)
        {
            ReadAll(10 * BoundedMarkup.MostOutside).ShouldBeGreaterThan(10 * BoundedMarkup.MostOutside);
        }
        else
        {
            Should.Throw<FileTooMuch>(() => ReadAll(BoundedMarkup.MostOutside + 1));
        }
    }

    /// <summary>What cannot be looked through in time is blotted whole; nobody makes the gate do that with words of every day.</summary>
    [Theory]
    [InlineData("ig ")]
    [InlineData("akun\t\t\t\t\t\t\t\t\t")]
    public void Words_said_without_end_close_no_text(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 60_000 / piece.Length)) + "Jalan rusak, IG: budi_77";

        var masked = LeakGate.Mask(text, new Reporter { Name = "Bambang Pamungkas", Anonymous = true });

        masked.ShouldContain("Jalan rusak");
        masked.ShouldNotContain("budi_77");
    }

    /// <summary>Commands by mail: what stands behind their word may be as long as a mail.</summary>
    [Theory]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("a ")]
    [InlineData("surat ")]
    [InlineData("surat1")]
    [InlineData("tanggal ")]
    public void A_command_with_an_endless_argument_is_read_in_time(string piece)
    {
        var argument = "Kemendagri" + string.Concat(Enumerable.Repeat(piece, 100_000)) + "x!";
        var begun = Stopwatch.GetTimestamp();

        WaitingWords.Read(argument).Whom.ShouldStartWith("Kemendagri");
        PpidCommand.Parse("SENGKETA " + argument).Step.ShouldBe(PpidStep.Dispute);

        Stopwatch.GetElapsedTime(begun).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    private static readonly string LongWord = new string('a', 299) + " ";
    private static readonly string LongMixed = string.Concat(Enumerable.Repeat("B4.", 99)) + " ";

    /// <summary>A name behind more letters than anybody writes together does not slip through because nobody looks there.</summary>
    [Fact]
    public void What_hides_behind_an_endless_word_is_blotted_with_it()
    {
        var masked = LeakGate.Mask($"Laporan {new string('x', 400)}BambangPamungkas selesai", new Reporter { Name = "Bambang Pamungkas", Anonymous = true });

        masked.ShouldNotContain("Bambang");
        masked.ShouldContain("Laporan");
        masked.ShouldContain("selesai");
    }

    private static string Monster(string kind)
    {
        const string head = "From: a@warga.contoh\nTo: b@setda.contoh\nSubject: Laporan\nMessage-ID: <1@warga.contoh>\n";
        string Many(string piece, int times) => string.Concat(Enumerable.Repeat(piece, times));
        return kind switch
        {
            "deep" => head + string.Concat(Enumerable.Range(0, 5000).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n")) + "\nisi",
            "parts" => head + "Content-Type: multipart/mixed; boundary=b\n\n" + Many("--b\n\nx\n", 600_000) + "--b--\n",
            "attachments" => head + "Content-Type: multipart/mixed; boundary=b\n\n" + Many("--b\nContent-Disposition: attachment; filename=a.txt\n\nx\n", 60_000) + "--b--\n",
            "headers" => head + Many("X-A: b\n", 600_000) + "\nisi",
            "header" => head + "X-A: " + Many("abc ", 1_000_000) + "\n\nisi",
            "addresses" => head.Replace("To: b", "To: " + Many("c@d.contoh, ", 100_000) + "b", StringComparison.Ordinal) + "\nisi",
            "references" => head + "References: " + Many("<1@a.contoh> ", 100_000) + "\n\nisi",
            "parameters" => head + "Content-Type: text/plain" + Many("; a*0*=utf-8''%41", 100_000) + "\n\nisi",
            "html" => head + "Content-Type: text/html\n\n" + Many("<div>", 200_000) + "isi",
            "line" => head + "\n" + Many("x", 5_000_000),
            "encoded-words" => head.Replace("Laporan", Many("=?utf-8?q?a?= ", 100_000), StringComparison.Ordinal) + "\nisi",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    private static byte[] Json(int length) => Encoding.ASCII.GetBytes("[\"" + new string('x', length - 4) + "\"]");

    private static byte[] Deep(int levels) => Encoding.ASCII.GetBytes(new string('[', levels) + new string(']', levels));

    /// <returns>So many megabytes of blanks, packed.</returns>
    private static byte[] Pack(string coding, int megabytes)
    {
        using var packed = new MemoryStream();
        using (var packing = Packing(coding, packed))
        {
            var blank = new byte[1024 * 1024];
            blank.AsSpan().Fill((byte)' ');
            for (var i = 0; i < megabytes; i++)
            {
                packing.Write(blank);
            }
        }

        return packed.ToArray();
    }

    private static Stream Packing(string coding, Stream into) => coding switch
    {
        "gzip" => new GZipStream(into, CompressionLevel.Fastest, leaveOpen: true),
        "deflate" => new ZLibStream(into, CompressionLevel.Fastest, leaveOpen: true),
        _ => new BrotliStream(into, CompressionLevel.Fastest, leaveOpen: true),
    };

    /// <summary>A real server that answers once, packed.</summary>
    private static async Task<int> AskAsync(string coding, byte[] body, int largest, bool packed = false)
    {
        if (!packed)
        {
            using var into = new MemoryStream();
            await using (var packing = Packing(coding, into))
            {
                await packing.WriteAsync(body, Token);
            }

            body = into.ToArray();
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, coding, body);
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        using var client = Wire.Client(new SourceContext("uji", TimeProvider.System), address, new Options { Attempts = 1, LargestAnswerMb = largest });
        var answer = await client.GetByteArrayAsync("/", Token);
        await serving;
        return answer.Length;
    }

    private static async Task ServeAsync(TcpListener listener, string coding, byte[] body)
    {
        using var client = await listener.AcceptTcpClientAsync(Token);
        await using var stream = client.GetStream();
        try
        {
            _ = await stream.ReadAsync(new byte[4096], Token);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {coding}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), Token);
            await stream.WriteAsync(body, Token);
        }
        catch (IOException)
        {
            // The reader had enough and hung up.
        }
    }

    /// <summary>The most that was held at once, looked at every few milliseconds.</summary>
    private sealed class Peak : IDisposable
    {
        private readonly long before = GC.GetTotalMemory(forceFullCollection: true);
        private readonly Timer look;
        private long most;

        public Peak() => look = new Timer(_ => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false)), null, 0, 5);

        public long Above => Math.Max(most, GC.GetTotalMemory(forceFullCollection: false)) - before;

        public void Dispose() => look.Dispose();
    }

    private sealed class Options : WireOptions;
}
