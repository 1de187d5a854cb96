using Hub.Mocks.EBang;
using Hub.Mocks.Lapor;
using Hub.Mocks.Mail;
using Hub.Mocks.SiEvgan;
using Hub.Mocks.Sihab;
using Hub.Mocks.Spse;

namespace Hub.Mocks.Certify;

/// <summary>Every kind of connector has its stage.</summary>
internal static class Stages
{
    public static IReadOnlyList<string> Connectors { get; } = ["lapor", "lapor-export", "spse", "spse-isb", "spse-grid", "si-evgan", "sihab", "e-bang", "email"];

    /// <param name="connector">One of <see cref="Connectors"/>.</param>
    /// <param name="data">The hub's own folder, for sources that are folders.</param>
    /// <param name="mail">The lane's mail server, for the source that is an inbox.</param>
    public static Stage Open(string connector, FakeOptions fake, string data, MailServer mail) => connector switch
    {
        "lapor" => new LaporStage(LaporFake.Start(fake)),
        "lapor-export" => new ExportStage(data, connector),
        "spse" => new InaprocStage(SpseFake.Start(fake)),
        "spse-isb" => new IsbStage(SpseFake.Start(fake)),
        "spse-grid" => new GridStage(SpseFake.Start(fake)),
        "si-evgan" => new SiEvganStage(SiEvganFake.Start(fake, Stage.ApiKey)),
        "sihab" => new SihabStage(SihabFake.Start(fake, Stage.ApiKey)),
        "e-bang" => new EBangStage(EBangFake.Start(fake, Stage.ApiKey)),
        "email" => new EmailStage(mail),
        _ => throw new ArgumentOutOfRangeException(nameof(connector), connector, "No stage for this connector."),
    };
}
