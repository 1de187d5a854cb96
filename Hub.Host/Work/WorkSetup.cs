using Hub.Host.Work.Deadlines;
using Hub.Host.Work.Duties;
using Hub.Host.Work.Offices;
using Hub.Host.Work.Routing;
using Hub.Host.Work.Routing.Rules;
using Hub.Host.Work.Sameness;
using Hub.Host.Work.Tickets;

namespace Hub.Host.Work;

/// <summary>Registration of the law in force, the rules, the tickets and what follows for them.</summary>
internal static class WorkSetup
{
    public static void AddWork(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<BasisInForce>();
        // Always the one in force: an approved act replaces it while the hub runs.
        services.AddTransient(s => s.GetRequiredService<BasisInForce>().Calendar);
        services.AddSingleton<Amendments>();
        services.AddSingleton<AmendmentDrafts>();
        services.AddSingleton<ProvisionalTickets>();
        services.AddSingleton<Recounts>();
        services.AddTransient<WalkText>();
        services.AddSingleton<LawInForce>();
        services.AddSingleton<Routers>();
        services.AddSingleton<RouteSentences>();
        services.AddSingleton<RuleDesk>();
        services.AddSingleton<RuleFigures>();
        services.AddSingleton<RouteExam>();
        services.AddSingleton<StoredItems>();
        services.AddSingleton<Simulations>();
        services.AddSingleton<InboxLearning>();
        services.AddSingleton<Corrections>();
        services.AddSingleton<ProposalDesk>();
        services.AddSingleton<DecidedTickets>();
        services.AddSingleton<LessonDesk>();
        services.AddSingleton<SamenessRun>();
        services.AddSingleton<SameTickets>();
        services.AddSingleton<OfficeRegister>();
        services.AddSingleton<DutyRegister>();
        services.AddSingleton<DebtorNames>();
        services.AddSingleton<ReportsIn>();
        services.AddSingleton<DebtBook>();
        services.AddSingleton<AnswerWays>();
        services.AddSingleton<Outcomes>();
        services.AddSingleton<Departures>();
        services.AddSingleton<OwnAddresses>();
        services.AddSingleton<LeavingWords>();
        services.AddSingleton<AnswerGate>();
        services.AddSingleton<AttachmentStore>();
        services.AddSingleton<TicketParts>();
        services.AddSingleton<TicketRoad>();
        services.AddSingleton<CannedAnswers>();
        services.AddSingleton<FileScan>();
        services.AddSingleton<TrackingCode>();
        services.AddSingleton<RulesWorker>();
        services.AddSingleton<SamenessWorker>();
    }
}
