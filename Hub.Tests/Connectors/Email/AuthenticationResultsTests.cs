using System.Text;
using Hub.Connectors.Email;

namespace Hub.Tests.Connectors.Email;

public sealed class AuthenticationResultsTests
{
    [Theory]
    [InlineData("mx.google.com; dmarc=pass (p=NONE) header.from=setda.contoh.go.id", true)]
    [InlineData("mx.google.com; dkim=pass header.i=@contoh.go.id header.s=s1; spf=fail smtp.mailfrom=x@lain.id", true)]
    [InlineData("mx.google.com;\r\n dkim=neutral header.d=setda.contoh.go.id;\r\n spf=pass (sender ok) smtp.mailfrom=andi@setda.contoh.go.id", true)]
    [InlineData("MX.GOOGLE.COM 1; auth=pass smtp.auth=andi@setda.contoh.go.id", true)]
    [InlineData("mx.google.com; auth=pass smtp.auth=lain@setda.contoh.go.id", false)]
    [InlineData("mx.google.com; dmarc=fail header.from=setda.contoh.go.id", false)]
    [InlineData("mx.google.com; dmarc=pass header.from=lain.id", false)]
    [InlineData("mx.google.com; dkim=pass header.d=go.id", false)]
    [InlineData("mx.google.com; spf=pass smtp.mailfrom=penipu@lain.id", false)]
    [InlineData("mx.google.com; dmarc=none (dmarc=pass header.from=setda.contoh.go.id)", false)]
    [InlineData("mx.lain.id; dmarc=pass header.from=setda.contoh.go.id", false)]
    [InlineData("mx.google.com; none", false)]
    [InlineData("mx.google.com; dmarc=fail header.from=setda.contoh.go.id\r\nAuthentication-Results: mx.google.com; dmarc=pass header.from=setda.contoh.go.id", false)]
    [InlineData("mx.lain.id; spf=fail\r\nAuthentication-Results: mx.google.com; dmarc=pass header.from=setda.contoh.go.id", true)]
    [InlineData("mx.google.com; spf=pass smtp.mailfrom=\"x; dmarc=pass header.from=setda.contoh.go.id\"@lain.id", false)]
    [InlineData("mx.google.com; spf=pass smtp.mailfrom=\"x; dkim=pass header.d=contoh.go.id;\"@lain.id; dmarc=fail header.from=setda.contoh.go.id", false)]
    [InlineData("mx.google.com; dkim=pass header.i=\"a header.d=setda.contoh.go.id \"@lain.id", false)]
    [InlineData("mx.google.com; spf=fail (dari (x) ; dmarc=pass header.from=setda.contoh.go.id) smtp.mailfrom=x@lain.id", false)]
    [InlineData("mx.google.com; spf=fail (dari \\) ; dmarc=pass header.from=setda.contoh.go.id) smtp.mailfrom=x@lain.id", false)]
    [InlineData("mx.google.com; dkim=fail reason=\"x; dmarc=pass header.from=setda.contoh.go.id\" header.d=lain.id", false)]
    [InlineData("mx.google.com; dmarc=pass (p=(x) y) header.from=setda.contoh.go.id", true)]
    [InlineData("mx.google.com; dmarc=pass header.from=setda.contoh.go.id; dmarc=fail header.from=setda.contoh.go.id", false)]
    [InlineData("mx.google.com; spf=pass smtp.mailfrom=\"x@lain.id\r\nAuthentication-Results: mx.google.com; dmarc=pass header.from=setda.contoh.go.id", false)]
    public void Only_the_topmost_word_of_the_trusted_server_counts(string field, bool vouched) =>
        MailReader.Read(Encoding.UTF8.GetBytes($"Authentication-Results: {field}\r\nFrom: Andi <andi@setda.contoh.go.id>\r\nSubject: x\r\n\r\nisi\r\n"))
            .VouchedBy.Contains("mx.google.com").ShouldBe(vouched);

    [Fact]
    public void A_mail_of_two_senders_is_nobodys() =>
        MailReader.Read("Authentication-Results: mx; dmarc=pass header.from=a.id\r\nFrom: x@a.id, y@b.id\r\n\r\nisi\r\n"u8.ToArray()).VouchedBy.ShouldBeEmpty();

    [Theory]
    [InlineData("imap.gmail.com", null, "mx.google.com")]
    [InlineData("imap.contoh.id", null, null)]
    [InlineData("imap.contoh.id", " MX.Contoh.id ", "mx.contoh.id")]
    public void Nobody_is_trusted_unless_named_or_known(string host, string? named, string? voucher) =>
        new EmailOptions { Host = host, AuthenticatedBy = named }.Voucher.ShouldBe(voucher);
}
