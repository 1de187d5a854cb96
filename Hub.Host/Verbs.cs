using System.CommandLine;

namespace Hub.Host;

/// <summary>Every verb of the one program, a line each.</summary>
public static class Verbs
{
    /// <returns>0 done, 1 refused or found wanting, 2 wrong usage.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var serve = ServeVerb.Create();
        var root = new RootCommand("Hub integrasi Sekretariat Daerah Kalimantan Utara. Tanpa perintah: serve.")
        {
            serve,
            DoctorVerb.Create(),
            Bench.BenchVerb.Create(),
            Bench.SeedVerb.Create(),
            Deadlines.DeadlineVerb.Create(),
            Deadlines.CalendarVerb.Create(),
            MailTools.MailVerb.Create(),
            Routing.RouteVerb.Create(),
            ImportVerb.Create(),
            Audit.AuditVerb.Create(),
            Access.SetupAdminVerb.Create(),
            Intake.PassVerb.Create(),
            Intake.ReconcileVerb.Create(),
            Intake.BackfillVerb.Create(),
            Intake.ReplayVerb.Create(),
        };
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((parsed, token) => ServeVerb.RunAsync(parsed.UnmatchedTokens, token));

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            return 2;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (StartupRefusal refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return 1;
        }
    }
}
