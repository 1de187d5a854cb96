namespace Hub.Host.Routing.Rules;

/// <summary>Registration of the rules, their desk and what is counted about them.</summary>
internal static class RulesSetup
{
    public static void AddRules(this WebApplicationBuilder builder, HubOptions options)
    {
        var services = builder.Services;
        services.AddSingleton<Routers>();
        services.AddSingleton<RuleDesk>();
        services.AddSingleton<RuleFigures>();
        services.AddSingleton<StoredItems>();
        services.AddSingleton<Simulations>();
        services.AddSingleton<Corrections>();
        services.AddSingleton<ProposalDesk>();
        services.AddScoped<Pages.Rules.RuleWords>();
        if (options.Work)
        {
            services.AddHostedService<RulesWorker>();
        }
    }
}
