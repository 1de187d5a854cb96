using System.Diagnostics;
using System.Text;
using Hub.Connectors.Email;
using Hub.Tests.Support;

namespace Hub.Tests.Connectors.Email;

/// <summary>Mutated mails through the whole reading: no exception, no input over two seconds. 2,000 by default, 200,000 with HUB_TESTS_LONG=1.</summary>
public sealed class MailFuzzTests
{
    /// <summary>What has a meaning in some grammar of mail.</summary>
    private const string Signs = "<>?=\"(\\;,:@\n\r\0 ";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    [Fact]
    public void Mutated_mails_are_read_without_an_exception_and_in_time()
    {
        var seeds = Seeds();
        var count = Need.IsLong ? 200_000 : 2_000;
        var run = Environment.GetEnvironmentVariable("HUB_FUZZ_SEED") is { } given ? int.Parse(given) : 20260302;
        var slow = 0;
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            var seed = unchecked((run * 1_000_003) + i);
            var mail = Mutate(seeds[i % seeds.Count], seeds, new Random(seed));
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var clock = Stopwatch.StartNew();
            try
            {
                _ = Letters.Read(mail);
            }
            catch (Exception broken)
            {
                throw new InvalidOperationException($"HUB_FUZZ_SEED={run}, mail {i} (seed {seed}): {broken.Message}", broken);
            }

            // A loaded machine may hold a quick reading up; what counts is the time it worked.
            if (clock.Elapsed > Limit && Process.GetCurrentProcess().TotalProcessorTime - before > Limit)
            {
                Interlocked.Increment(ref slow);
                TestContext.Current.TestOutputHelper?.WriteLine($"slow: HUB_FUZZ_SEED={run}, mail {i} (seed {seed}), {clock.Elapsed}");
            }
        });

        slow.ShouldBe(0);
    }

    private static List<byte[]> Seeds()
    {
        List<byte[]> seeds =
        [
            Encoding.UTF8.GetBytes("From: Siti <siti@contoh.id>\r\nTo: a@b, \"C, D\" <c@d>\r\nSubject: =?utf-8?Q?Jalan_=C3=A9?= =?utf-8?B?w6k=?=\r\nDate: Mon, 2 Mar 2026 09:15:00 +0800\r\nMessage-ID: <a@b>\r\nReferences: <x@y> <z@w>\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nYth=2E Biro=\r\n,\r\n> kutip\r\n-- \r\nSiti\r\n--c\r\nContent-Type: text/html; charset=gb2312\r\n\r\n<p>Yth. <b>Biro&nbsp;&#x41;</b><style>x</style></p>\r\n--c--\r\n--b\r\nContent-Type: application/pdf; name*=utf-8''a%20b.pdf\r\nContent-Disposition: attachment; filename*0=\"a\"; filename*1=\"b.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQKJSVFT0YK\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: dalam\r\n\r\nisi\r\n--b--\r\n"),
            Encoding.UTF8.GetBytes("From: MAILER-DAEMON@x\r\nSubject: Undelivered\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\n\r\nx\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@b\r\nAction: failed\r\nStatus: 5.1.1\r\n--r\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: y\r\n--r--\r\n"),
            Encoding.UTF8.GetBytes("Subject: =?iso-2022-jp?B?GyRCJUYbKEI=?=\r\nContent-Type: text/calendar; charset=utf-7\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Rapat\r\nDTSTART;TZID=x:20260310T010000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
            Encoding.UTF8.GetBytes("Subject: uu\r\nContent-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a.png\r\n#0V%T\r\n`\r\nend\r\n"),
        ];
        var corpus = Environment.GetEnvironmentVariable("HUB_CORPORA") is { } path ? Path.Combine(path, "mail") : Path.Combine(Need.Repository, "..", "shared", "corpora", "mail");
        if (Directory.Exists(corpus))
        {
            seeds.AddRange(Directory.EnumerateDirectories(corpus).Where(d => !d.EndsWith("transcripts", StringComparison.Ordinal)).SelectMany(Directory.EnumerateFiles).Order(StringComparer.Ordinal).Select(File.ReadAllBytes));
        }

        return seeds;
    }

    private static byte[] Mutate(byte[] mail, List<byte[]> seeds, Random random)
    {
        var bytes = new List<byte>(mail);
        for (var rounds = random.Next(1, 6); rounds > 0 && bytes.Count > 0; rounds--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    for (var flips = random.Next(1, 40); flips > 0; flips--)
                    {
                        var place = random.Next(bytes.Count);
                        bytes[place] ^= (byte)(1 << random.Next(8));
                    }

                    break;
                case 1:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 2:
                    // Another mail's header before, or in the middle of, this one.
                    var other = seeds[random.Next(seeds.Count)];
                    bytes.InsertRange(random.Next(2) == 0 ? 0 : at, other.Take(random.Next(Math.Min(other.Length, 4000) + 1)));
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(200), bytes.Count - at));
                    break;
                case 4:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)Signs[random.Next(Signs.Length)], random.Next(1, 2000)));
                    break;
                default:
                    // The same piece many times: nested tags, boundaries, encoded words.
                    var piece = bytes.GetRange(at, Math.Min(random.Next(1, 60), bytes.Count - at));
                    for (var copies = random.Next(1, 200); copies > 0; copies--)
                    {
                        bytes.InsertRange(at, piece);
                    }

                    break;
            }
        }

        return [.. bytes];
    }
}
