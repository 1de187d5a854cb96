using Hub.Connectors.Email;

namespace Hub.Tests.Connectors.Email;

/// <summary>Answers of real servers, as their manuals and logs give them.</summary>
public sealed class SmtpAnswersTests
{
    [Theory]
    [InlineData(550, "5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to https://support.google.com/a/answer/166852", Blame.Ours)]
    [InlineData(550, "5.1.90 Your message can't be sent because you've reached your daily limit for message recipients", Blame.Ours)]
    [InlineData(554, "5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message", Blame.Ours)]
    [InlineData(550, "5.1.8 Access denied, bad outbound sender", Blame.Ours)]
    [InlineData(550, "5.7.708 Service unavailable. Access denied, traffic not accepted from this IP", Blame.Ours)]
    [InlineData(550, "5.7.60 SMTP; Client does not have permissions to send as this sender", Blame.Ours)]
    [InlineData(554, "5.2.252 SendAsDenied; hub@setda.contoh not allowed to send as biro@setda.contoh", Blame.Ours)]
    [InlineData(553, "5.7.1 <biro@setda.contoh>: Sender address rejected: not owned by user hub", Blame.Ours)]
    [InlineData(554, "5.7.1 <warga@contoh.id>: Relay access denied", Blame.Ours)]
    [InlineData(550, "5.7.54 SMTP; Unable to relay recipient in non-accepted domain", Blame.Ours)]
    [InlineData(530, "5.7.0 Authentication Required", Blame.Ours)]
    [InlineData(535, "5.7.8 Username and Password not accepted", Blame.Ours)]
    [InlineData(535, "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant", Blame.Ours)]
    [InlineData(454, "4.7.0 Too many login attempts, please try again later", Blame.Ours)]
    [InlineData(554, "5.7.1 Service unavailable; Client host [203.0.113.7] blocked using zen.spamhaus.org", Blame.Ours)]
    [InlineData(550, "5.7.26 This mail has been blocked because the sender is unauthenticated", Blame.Ours)]
    [InlineData(550, "5.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address", Blame.Ours)]
    [InlineData(550, "5.1.1 The email account that you tried to reach does not exist", Blame.Recipient)]
    [InlineData(550, "5.1.1 <siti@setda.contoh>: Recipient address rejected: User unknown in virtual mailbox table", Blame.Recipient)]
    [InlineData(550, "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", Blame.Recipient)]
    [InlineData(550, "5.2.1 The email account that you tried to reach is disabled", Blame.Recipient)]
    [InlineData(552, "5.2.2 The email account that you tried to reach is over quota", Blame.Recipient)]
    [InlineData(550, "5.4.1 Recipient address rejected: Access denied", Blame.Recipient)]
    [InlineData(550, "5.4.310 DNS domain tidak-ada.contoh does not exist", Blame.Recipient)]
    [InlineData(550, "5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required", Blame.Recipient)]
    [InlineData(550, "No such user here", Blame.Recipient)]
    [InlineData(550, "Mailbox unavailable", Blame.Recipient)]
    [InlineData(552, "5.3.4 Message size exceeds fixed limit", Blame.Content)]
    [InlineData(552, "5.2.3 Your message exceeded size limits", Blame.Content)]
    [InlineData(552, "5.7.0 This message was blocked because its content presents a potential security issue", Blame.Content)]
    [InlineData(550, "5.7.1 Our system has detected that this message is likely unsolicited mail", Blame.Content)]
    [InlineData(554, "5.7.1 Message rejected as spam by Content Filtering", Blame.Content)]
    [InlineData(554, "Transaction failed", Blame.Content)]
    [InlineData(421, "4.7.0 Try again later, closing connection", Blame.Passing)]
    [InlineData(450, "4.2.1 The user you are trying to contact is receiving mail too quickly", Blame.Passing)]
    [InlineData(451, "4.7.1 Greylisting in action, please come back later", Blame.Passing)]
    [InlineData(452, "4.2.2 The email account that you tried to reach is over quota", Blame.Passing)]
    [InlineData(452, "4.3.1 Insufficient system storage", Blame.Passing)]
    public void Who_is_ill(int code, string words, Blame blame) => SmtpAnswers.Judge(code, words).ShouldBe(blame);
}
