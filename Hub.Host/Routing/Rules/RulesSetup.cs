namespace Hub.Host.Routing.Rules;

/// <summary>Registration of the rules, their desk and what is counted about them.</summary>
internal static class RulesSetup
{
    public static void AddRules(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<Routers>();
        services.AddSingleton<RuleDesk>();
        services.AddSingleton<RuleFigures>();
    }
}
