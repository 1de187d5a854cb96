using Hub.Host.Verbs;

return await Hub.Host.Verbs.VerbList.RunAsync(args);
