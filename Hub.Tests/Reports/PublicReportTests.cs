using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Connectors.KaltaraApi;
using Hub.Connectors.Lapor;
using Hub.Domain.Conversation;
using Hub.Domain.Submissions;
using Hub.Tests.Connectors.Email;
using Hub.Tests.Connectors.Tabular;
using Hub.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Reports;

/// <summary>What people reported of programs like this one, in words of our own. Each stands for a kind of fault; the sender's quota and bad dates have tests beside the servers that say them.</summary>
public sealed class PublicReportTests
{
    private const string Head = "From: Rahmat <rahmat@contoh.id>\nTo: biro@contoh.id\nSubject: Jalan rusak\nMIME-Version: 1.0\n";

    [Fact]
    public void Text_behind_a_photo_belongs_to_the_letter()
    {
        var read = Letters.Read(Head + """
            Content-Type: multipart/mixed; boundary="B"

            --B
            Content-Type: text/plain; charset=utf-8

            Jalan rusak seperti foto ini:
            --B
            Content-Type: image/png; name="jalan.png"
            Content-Disposition: inline; filename="jalan.png"
            Content-Transfer-Encoding: base64

            iVBORw0KGgo=
            --B
            Content-Type: text/plain; charset=utf-8

            Sudah dua orang jatuh.
            --B
            Content-Type: text/plain; charset=utf-8; name="daftar.txt"
            Content-Disposition: attachment; filename="daftar.txt"

            Isi daftar.
            --B--
            """);

        read.Body.ShouldBe("Jalan rusak seperti foto ini:\n\nSudah dua orang jatuh.");
        read.Attachments.Select(a => a.Name).ShouldBe(["jalan.png", "daftar.txt"]);
    }

    [Theory]
    [InlineData("multipart/alternative", " \n", "<p>Mohon daftar penerima hibah.</p>", "Mohon daftar penerima hibah.")]
    [InlineData("multipart/alternative", "Mohon daftar.", "<p>Mohon <b>daftar</b>.</p>", "Mohon daftar.")]
    [InlineData("multipart/mixed", "Mohon daftar.", "<p>Mohon daftar.</p>", "Mohon daftar.")]
    [InlineData("multipart/mixed", "Bagian satu.", "<p>Bagian dua.</p>", "Bagian satu.\n\nBagian dua.")]
    public void A_blank_part_gives_way_and_a_repeated_one_is_read_once(string type, string plain, string html, string body)
    {
        var read = Letters.Read($"{Head}Content-Type: {type}; boundary=\"B\"\n\n--B\nContent-Type: text/plain; charset=utf-8\n\n{plain}\n--B\nContent-Type: text/html; charset=utf-8\n\n<html><body>{html}</body></html>\n--B--\n");

        read.Body.ShouldBe(body);
    }

    [Fact]
    public void What_a_signature_wraps_is_the_letter_with_its_files()
    {
        const string Signed = "Content-Type: multipart/mixed; boundary=\"S\"\r\n\r\n--S\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nKami keberatan atas hasil evaluasi.\r\n--S\r\nContent-Type: application/pdf; name=\"keberatan.pdf\"\r\nContent-Disposition: attachment; filename=\"keberatan.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK\r\n--S--\r\n";
        var wrapped = Convert.ToBase64String(Sign(Signed), Base64FormattingOptions.InsertLineBreaks);

        var read = Letters.Read($"{Head}Content-Disposition: attachment; filename=\"smime.p7m\"\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=\"smime.p7m\"\nContent-Transfer-Encoding: base64\n\n{wrapped}\n");

        read.Body.ShouldBe("Kami keberatan atas hasil evaluasi.");
        read.Attachments.ShouldHaveSingleItem().Name.ShouldBe("keberatan.pdf");
        read.Facts.ShouldContain(f => f.Value.Contains("belum diperiksa", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "Bantuan lansia\n\nBantuan sosial ibu saya tidak cair.")]
    [InlineData("Mohon dibaca surat terlampir.", "Mohon dibaca surat terlampir.")]
    public void Under_an_empty_cover_the_inner_letter_is_read(string cover, string body)
    {
        var read = Letters.Read($"{Head}Content-Type: multipart/mixed; boundary=\"B\"\n\n--B\nContent-Type: text/plain; charset=utf-8\n\n{cover}\n--B\nContent-Type: message/rfc822\nContent-Disposition: attachment; filename=\"keluhan.eml\"\n\nFrom: Wati <wati@contoh.id>\nSubject: Bantuan lansia\nContent-Type: text/plain; charset=utf-8\n\nBantuan sosial ibu saya tidak cair.\n--B--\n");

        read.Body.ShouldBe(body);
        read.Attachments.ShouldHaveSingleItem().Name.ShouldBe("keluhan.eml");
        read.Reporter.Email.ShouldBe("rahmat@contoh.id");
    }

    [Theory]
    [InlineData("Formulir Situs <wordpress@biro.contoh.id>", "Dewi <dewi@contoh.id>", "dewi@contoh.id")]
    [InlineData("Dewi <dewi@contoh.id>", "Kantor <kantor@contoh.id>", "dewi@contoh.id")]
    [InlineData("no-reply@contoh.id", "a@contoh.id, b@contoh.id", "no-reply@contoh.id")]
    public void A_form_on_a_site_writes_for_whom_it_names_in_Reply_To(string from, string replyTo, string reporter)
    {
        var read = new EmailReader(new EmailOptions { User = "biro@contoh.id", AuthenticatedBy = "mx.contoh" }).Read(new Hub.Domain.Envelopes.Envelope
        {
            Key = new("email", "1", "1"),
            MediaType = "message/rfc822",
            Place = "INBOX;UIDVALIDITY=1;UID=1",
            Raw = Encoding.UTF8.GetBytes($"Authentication-Results: mx.contoh; dmarc=pass header.from={from.Split('@')[1].TrimEnd('>')}\r\nFrom: {from}\r\nReply-To: {replyTo}\r\nSubject: Pesan\r\n\r\nMohon jadwal.\r\n"),
            ReceivedAt = DateTimeOffset.UnixEpoch,
        });

        read.Reporter.Email.ShouldBe(reporter);
        read.Mail!.IsVouched.ShouldBe(from.Contains(reporter, StringComparison.Ordinal), "nobody vouches for what a form was filled with");
    }

    [Fact]
    public async Task A_new_refresh_token_is_kept_a_blank_secret_is_not_sent_and_the_provider_is_quoted()
    {
        var options = new EmailOptions { User = "biro@contoh.id", ClientId = "klien", ClientSecret = " ", RefreshToken = "RT1", TokenEndpoint = new("https://login.contoh/token") };
        var provider = new RotatingProvider();
        var kept = new List<string>();
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
        var tokens = new AccessTokens(options, clock, provider, guard: null, (option, value, _) =>
        {
            kept.Add($"{option}={value}");
            return Task.CompletedTask;
        });

        await tokens.GetAsync(TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromMinutes(2));
        await tokens.GetAsync(TestContext.Current.CancellationToken);
        options.RefreshToken = "RT1";
        tokens.Forget();
        var failure = await Should.ThrowAsync<ConnectorFailure>(() => tokens.GetAsync(TestContext.Current.CancellationToken));

        kept.ShouldBe(["RefreshToken=RT2", "RefreshToken=RT3"]);
        provider.Forms.ShouldAllBe(f => !f.Contains("client_secret", StringComparison.Ordinal));
        failure.Message.ShouldContain("AADSTS70000");
    }

    [Fact]
    public void A_sentence_that_tells_of_writing_stays_and_a_quote_is_cut()
    {
        const string Own = "Ini tambahan keterangan:\n\nPada tanggal 12 Maret 2026 kami menulis surat kepada Biro Umum dengan isi:\n1. Lubang di gerbang timur.\n\nMohon dikerjakan.";

        LetterText.Split(Own).New.ShouldBe(Own);
        LetterText.Split("Baik, terima kasih.\n\nPada Sen, 2 Mar 2026 09.15 Hub Setda <hub@contoh.id> menulis:\n> Tiket baru").New.ShouldBe("Baik, terima kasih.");
        LetterText.Split("Baik.\n\nPada 2 Maret 2026 Siti menulis:\n\nTiket baru").New.ShouldBe("Baik.");
    }

    [Fact]
    public void An_answer_below_the_quote_is_the_answer() =>
        LetterText.Split("> Tiket baru untuk Biro Umum.\n> Balas dengan satu kata: TERIMA\n\nTERIMA\n\nDikirim dari iPhone saya").New.ShouldBe("TERIMA");

    [Theory]
    [InlineData("Terima kasih banyak Pak/Bu, sudah jelas 🙏")]
    [InlineData("👍")]
    [InlineData("🙏🙏")]
    [InlineData("Siti reacted to your message:")]
    public void Thanks_an_emoji_and_a_reaction_reopen_nothing(string text) => ReplyReader.Read(text).ShouldBeOneOf(ReplyMeaning.Thanks, ReplyMeaning.Confirms);

    [Fact]
    public void A_lone_question_mark_asks() => ReplyReader.Read("??").ShouldBe(ReplyMeaning.News);

    [Theory]
    [InlineData("utf8")]
    [InlineData("\"utf-8;q=1\"")]
    [InlineData("UTF8")]
    [InlineData("'utf-8'")]
    [InlineData("us-ascii")]
    [InlineData("iso-8859-1")]
    public void Declared_charsets_are_mended_in_header_and_body_alike(string charset)
    {
        var name = charset.Trim('"', '\'');
        var mail = Encoding.UTF8.GetBytes($"From: a@contoh.id\r\nSubject: =?{name}?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes("Café Ñandú"))}?=\r\nContent-Type: text/plain; charset={charset}\r\n\r\nSurat dari Café Ñandú.\r\n");

        var read = Letters.Read(mail);

        (read.Title, read.Body).ShouldBe(("Café Ñandú", "Surat dari Café Ñandú."));
    }

    [Fact]
    public void Numbers_are_digits_and_beyond_what_Excel_holds_the_row_is_refused_with_its_place()
    {
        using var file = new XlsxBuilder()
            .Row("nomor_registrasi", "judul", "status", "tanggal_masuk")
            .Row(6501010101010001L, "Hibah satu", "Diajukan", "2026-03-10")
            .Row(6501010101010002L, "Hibah dua", "Diajukan", "2026-03-10")
            .Row(65010101010100033L, "Hibah tiga", "Diajukan", "2026-03-10")
            .Build();
        var sihab = new MappedConnector(new SourceContext("sihab", new FakeTimeProvider()), new MappedOptions { Address = "http://127.0.0.1:9", ApiKey = "uji" }, "Sihab");

        var reading = sihab.ReadFile("hibah.xlsx", file, DateTimeOffset.UnixEpoch);

        reading.Envelopes.Select(e => e.Key.ExternalId).ShouldBe(["6501010101010001", "6501010101010002"]);
        var refused = reading.Rows.Single(r => r.Outcome == RowOutcome.Refused);
        (refused.Row, refused.Reason!.ToString()).ShouldBe((4, "kolom A: angka sepanjang ini tidak lagi utuh di Excel; tulis sebagai teks, lalu simpan ulang."));
    }

    private static byte[] Sign(string content)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=Budi Uji", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(1));
        var signed = new SignedCms(new ContentInfo(Encoding.UTF8.GetBytes(content)));
        signed.ComputeSignature(new CmsSigner(certificate));
        return signed.Encode();
    }

    /// <summary>Each refresh token is good once.</summary>
    private sealed class RotatingProvider : HttpMessageHandler
    {
        private int given = 1;

        public List<string> Forms { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var form = await request.Content!.ReadAsStringAsync(cancellationToken);
            Forms.Add(form);
            if (!form.Contains($"refresh_token=RT{given}", StringComparison.Ordinal))
            {
                return new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = JsonContent.Create(new { error = "invalid_grant", error_description = "AADSTS70000: The refresh token was already used." }) };
            }

            given++;
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(new { access_token = $"AT{given}", expires_in = 65, refresh_token = $"RT{given}" }) };
        }
    }
}
